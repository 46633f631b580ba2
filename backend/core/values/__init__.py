"""Values: numbers, money, currencies and dates, as documents write them."""
