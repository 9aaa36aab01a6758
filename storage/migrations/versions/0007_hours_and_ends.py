"""The hour somebody chose for the survey, and until when a message is worth showing"""

import sqlalchemy as sa
import storage.columns
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('survey_member', sa.Column('hour', sa.Time(), nullable=True))
    op.add_column('outbox', sa.Column('not_after', storage.columns.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('outbox') as batch_op:
        batch_op.drop_column('not_after')
    with op.batch_alter_table('survey_member') as batch_op:
        batch_op.drop_column('hour')
