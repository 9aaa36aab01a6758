"""How people want their digests"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('digest_choice',
        sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
        sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('off', sa.Boolean(), nullable=False),
        sa.Column('at', sa.Time(), nullable=True),
        sa.Column('days', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column('even_empty', sa.Boolean(), nullable=True),
        sa.Column('hidden', sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint('person_id', 'kind'))


def downgrade() -> None:
    op.drop_table('digest_choice')
