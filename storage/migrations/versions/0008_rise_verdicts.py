"""What mairies think of what rises"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('rise_verdict',
        sa.Column('mairie', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('topic', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('verdict', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('until', sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint('mairie', 'topic'))


def downgrade() -> None:
    op.drop_table('rise_verdict')
