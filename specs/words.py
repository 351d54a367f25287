"""What the events of this app are called on the screen."""

WORDS = {
    "specs.wording_rule_added": "言葉の決まりを加えた",
    "specs.wording_rule_switched": "言葉の決まりを使うかどうかを変えた",
}
