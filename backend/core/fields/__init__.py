"""Fields: total, date, vendor, currency and category of one document, by rules that say why."""
