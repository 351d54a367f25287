"""Who is in the demo: a small fictional town, its seven users, and the firms it works with."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import Department, Municipality, User
from accounts.permissions import Role

CODE = "990001"  # no municipality has it; the check digit is right
PASSWORD = "tokki-demo-2026"  # noqa: S105 printed at set-up, for demo data only

DEPARTMENTS = (
    ("住民福祉課", "福祉", "電話 000-000-0001"),
    ("総務課", "総務", "電話 000-000-0002"),
    ("情報政策課", "情報", "電話 000-000-0003"),
    ("契約検査課", "契約", "電話 000-000-0004"),
    ("監査委員事務局", "監査", "電話 000-000-0005"),
)

USERS = (
    ("fukushi", "福祉 花子", "福祉", Role.BUSINESS),
    ("soumu", "総務 太郎", "総務", Role.BUSINESS),
    ("seisaku", "情報 さくら", "情報", Role.POLICY),
    ("seisaku2", "情報 はじめ", "情報", Role.POLICY),
    ("keiyaku", "契約 次郎", "契約", Role.CONTRACTS),
    ("kansa", "監査 みどり", "監査", Role.AUDITOR),
    ("admin", "管理 一郎", "情報", Role.ADMIN),
)


@dataclass(frozen=True)
class Firm:
    """A fictional firm."""

    name: str
    address: str
    representative: str


FIRMS = {
    "call": Firm("株式会社みなとコンタクト", "特記県港市中央一丁目2番3号", "代表取締役　港　太一"),
    "bpo": Firm("あおば事務代行株式会社", "特記県青葉市本町4番地", "代表取締役　青葉　恵"),
    "data": Firm("有限会社こだま情報処理", "特記県小玉町大字小玉56番地", "取締役　小玉　実"),
    "print": Firm("つばめ印刷工業株式会社", "特記県燕市工業団地7番地", "代表取締役　燕　隆"),
    "meter": Firm("北斗検針サービス株式会社", "特記県北斗市港町8番9号", "代表取締役　北斗　誠"),
    "cloud": Firm(
        "株式会社ライブラリークラウド", "東京都千代田区架空町10番地", "代表取締役　文　ひろみ"
    ),
    "scan": Firm("株式会社アーカイブ髙﨑", "特記県高崎町11番地", "代表取締役　髙﨑　𠮷郎"),
}


@dataclass(frozen=True)
class Cast:
    """The demo's town and people."""

    municipality: Municipality
    users: dict[str, User]

    @property
    def policy(self) -> User:
        """The policy division's member."""
        return self.users["seisaku"]

    @property
    def contracts(self) -> User:
        """The contracts division's member."""
        return self.users["keiyaku"]


@transaction.atomic
def make_cast() -> Cast:
    """Create the town and its users, or find them."""
    town, _ = Municipality.objects.get_or_create(
        code=CODE, defaults={"name": "特記町", "mayor_title": "特記町長"}
    )
    departments = {}
    for name, short_name, phone in DEPARTMENTS:
        departments[short_name], _ = Department.objects.get_or_create(
            municipality=town, short_name=short_name, defaults={"name": name, "phone": phone}
        )
    users = {}
    for username, name, department, role in USERS:
        user = User.objects.filter(username=username).first()
        if user is None:
            user = User.objects.create_user(
                username,
                password=PASSWORD,
                name=name,
                municipality=town,
                department=departments[department],
                role=role,
            )
        users[username] = user
    return Cast(town, users)
