"""When somebody asked to have a digest again"""

import sqlalchemy as sa
import storage.columns
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('digest_choice', sa.Column('again_at', storage.columns.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('digest_choice') as batch_op:
        batch_op.drop_column('again_at')
