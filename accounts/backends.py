"""Who a session belongs to."""

from django.contrib.auth.backends import ModelBackend

from accounts.models import User


class StaffBackend(ModelBackend):
    """A user with municipality and department in one query; every page shows both."""

    def get_user(self, user_id: int) -> User | None:
        """The signed-in user; None when gone or switched off."""
        rows = User.objects.select_related("municipality", "department")
        user = rows.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
