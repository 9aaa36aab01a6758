"""Open questions of the surveys"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('survey_week', sa.Column('in_words', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.add_column('survey_member', sa.Column('in_words_on', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('survey_member') as batch_op:
        batch_op.drop_column('in_words_on')
    with op.batch_alter_table('survey_week') as batch_op:
        batch_op.drop_column('in_words')
