"""Surveys"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
TEXT = sqlmodel.sql.sqltypes.AutoString()
TABLES = ('survey_member', 'survey_week', 'survey_window', 'window_key', 'ballot', 'turnout', 'publication')


def upgrade() -> None:
    op.create_table('survey_member',
        sa.Column('person_id', BIG, autoincrement=False, nullable=False),
        sa.Column('rhythm', TEXT, nullable=False),
        sa.Column('before', TEXT, nullable=True),
        sa.Column('consented_on', sa.Date(), nullable=True),
        sa.Column('resumes_on', sa.Date(), nullable=True),
        sa.Column('silences', sa.Integer(), nullable=False),
        sa.Column('slower_offered', sa.Boolean(), nullable=False),
        sa.Column('asked_on', sa.Date(), nullable=True),
        sa.Column('card', BIG, nullable=True),
        sa.Column('questions', sa.JSON(), nullable=False),
        sa.Column('stage', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('person_id'))
    op.create_index('ix_survey_member_asked_on', 'survey_member', ['asked_on'])
    op.create_table('survey_week',
        sa.Column('monday', sa.Date(), nullable=False),
        sa.Column('question', TEXT, nullable=True),
        sa.PrimaryKeyConstraint('monday'))
    op.create_table('survey_window',
        sa.Column('id', BIG, autoincrement=False, nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=False),
        sa.Column('closed_on', sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('starts_on'))
    op.create_table('window_key',
        sa.Column('window_id', BIG, autoincrement=False, nullable=False),
        sa.Column('key', sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint('window_id'))
    op.create_table('ballot',
        sa.Column('key', sa.LargeBinary(), nullable=False),
        sa.Column('window_id', BIG, autoincrement=False, nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint('key'),
        sqlite_with_rowid=False)
    op.create_table('turnout',
        sa.Column('window_id', BIG, autoincrement=False, nullable=False),
        sa.Column('person_id', BIG, autoincrement=False, nullable=False),
        sa.Column('mairie', TEXT, nullable=True),
        sa.PrimaryKeyConstraint('window_id', 'person_id'),
        sqlite_with_rowid=False)
    op.create_table('publication',
        sa.Column('window_id', BIG, autoincrement=False, nullable=False),
        sa.Column('kind', TEXT, nullable=False),
        sa.Column('group_id', TEXT, nullable=False),
        sa.Column('mairies', sa.JSON(), nullable=False),
        sa.Column('shown', TEXT, nullable=True),
        sa.Column('why', TEXT, nullable=False),
        sa.Column('shown_on', sa.Date(), nullable=False),
        sa.Column('reply', TEXT, nullable=True),
        sa.Column('replied_on', sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint('window_id', 'kind', 'group_id'),
        sqlite_with_rowid=False)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('ALTER TABLE window_key SET UNLOGGED')  # in no archived WAL, and empty after a crash of the server


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
