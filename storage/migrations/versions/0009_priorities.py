"""What secrétaires généraux put in order together"""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('prioritisation',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
        sa.Column('title', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('subjects', sa.JSON(), nullable=False),
        sa.Column('criteria', sa.JSON(), nullable=False),
        sa.Column('closes_on', sa.Date(), nullable=True),
        sa.Column('opened_at', storage.columns.Moment(timezone=True), nullable=True),
        sa.Column('closes_at', storage.columns.Moment(timezone=True), nullable=True),
        sa.Column('closed_at', storage.columns.Moment(timezone=True), nullable=True),
        sa.Column('sheets', sa.JSON(), nullable=False),
        sa.Column('decision', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column('decided_at', storage.columns.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id'))
    op.create_table('priority_score',
        sa.Column('prioritisation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
        sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
        sa.Column('subject', sa.Integer(), nullable=False),
        sa.Column('criterion', sa.Integer(), nullable=False),
        sa.Column('points', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('prioritisation_id', 'person_id', 'subject', 'criterion'))


def downgrade() -> None:
    op.drop_table('priority_score')
    op.drop_table('prioritisation')
