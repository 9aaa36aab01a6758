"""The training plan"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('training_session',
        sa.Column('id', BIG, autoincrement=False, nullable=False),
        sa.Column('theme', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('held_on', sa.Date(), nullable=False),
        sa.Column('mairies', sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint('id'))
    op.create_index('ix_training_session_held_on', 'training_session', ['held_on'])


def downgrade() -> None:
    op.drop_table('training_session')
