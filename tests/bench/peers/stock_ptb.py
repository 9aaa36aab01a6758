"""python-telegram-bot as its examples use it: Application, polling, one handler that echoes. Arguments: token, address."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


token, base = sys.argv[1:3]
application = Application.builder().token(token).base_url(f"{base}/bot").base_file_url(f"{base}/file/bot").build()
application.add_handler(MessageHandler(filters.ALL, echo))
application.run_polling(allowed_updates=Update.ALL_TYPES)
