"""The rules, a family a file. Each `check(context)` yields findings and changes nothing."""
