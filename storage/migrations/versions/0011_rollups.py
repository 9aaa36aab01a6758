"""Roll-ups of what requests count for"""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table('rollup',
        sa.Column('grain', TEXT, nullable=False),
        sa.Column('place', TEXT, nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('what', TEXT, nullable=False),
        sa.Column('n', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('grain', 'place', 'on', 'what'),
        sqlite_with_rowid=False)
    op.create_index('ix_rollup_nought', 'rollup', ['n'], sqlite_where=sa.text('n = 0'), postgresql_where=sa.text('n = 0'))
    op.create_table('tally',
        sa.Column('request_id', BIG, autoincrement=False, nullable=False),
        sa.Column('cells', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('request_id'))
    op.create_table('wait',
        sa.Column('request_id', BIG, autoincrement=False, nullable=False),
        sa.Column('what', TEXT, nullable=False),
        sa.Column('since', storage.columns.Moment(timezone=True), nullable=False),
        sa.Column('mairie', TEXT, nullable=False),
        sa.Column('direction', TEXT, nullable=True),
        sa.Column('hours', TEXT, nullable=True),
        sa.PrimaryKeyConstraint('request_id', 'what', 'since'))
    op.create_index('ix_wait_since', 'wait', ['since'])
    op.add_column('request', sa.Column('tallied', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index('ix_request_untallied', 'request', ['id'], sqlite_where=sa.text('NOT tallied'), postgresql_where=sa.text('NOT tallied'))


def downgrade() -> None:
    op.drop_index('ix_request_untallied', 'request')
    with op.batch_alter_table('request') as batch_op:
        batch_op.drop_column('tallied')
    for name in ('wait', 'tally', 'rollup'):
        op.drop_table(name)
