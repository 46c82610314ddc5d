"""Getting data in and out: files of any known format in, receipts for what became of them, exports."""
