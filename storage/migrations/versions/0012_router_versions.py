"""What the router learned, version by version"""

import sqlalchemy as sa
import sqlmodel
import storage.columns
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table('router_version',
        sa.Column('id', BIG, autoincrement=False, nullable=False),
        sa.Column('used', sa.Boolean(), nullable=False),
        sa.Column('why', TEXT, nullable=False),
        sa.Column('made_at', storage.columns.Moment(timezone=True), nullable=False),
        sa.Column('until', storage.columns.Moment(timezone=True), nullable=False),
        sa.Column('lessons', sa.Integer(), nullable=False),
        sa.Column('figures', sa.JSON(), nullable=False),
        sa.Column('trained', BIG, autoincrement=False, nullable=False),
        sa.Column('file', TEXT, nullable=False),
        sa.Column('back_to', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id'))


def downgrade() -> None:
    op.drop_table('router_version')
