from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from kevread.base.models import new_key
from kevread.base.stamped import Stamped, stamp_of

SECOND_FACTOR = "second factor"  # what its secrets are sealed for


class AccountManager(BaseUserManager["Account"]):
    def create_account(self, email: str) -> "Account":
        """An account without a password: one signs in with a code sent to this address."""
        account = self.model(email=email.strip().lower())
        account.set_unusable_password()
        account.stamp = stamp_of(account)
        account.save()
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """An address that can sign in. The journal does not follow this table: `stamp` binds the address to the account, under the
    key of the installation, and one that was not written by our verbs opens nothing (decision 164)."""

    id = models.UUIDField("identifiant", primary_key=True, default=new_key, editable=False)
    email = models.EmailField("adresse électronique", unique=True)  # always in lower case
    is_active = models.BooleanField("peut se connecter", default=True)
    stamp = models.BinaryField("sceau", default=b"")

    STAMPED = Stamped(("email",))
    USERNAME_FIELD = "email"
    objects = AccountManager()

    class Meta:
        verbose_name = "compte"
        constraints = [models.CheckConstraint(condition=Q(email=Lower("email")), name="account_email_lower")]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is held to: the address besides, so that one opened while another stood there ends with it."""
        held = f"{self.password}|{self.email}"
        return salted_hmac("kevread.accounts.session", held, secret=secret, algorithm="sha256").hexdigest()


class ConsoleCode(models.Model):
    """A code for whoever cannot be sent one: the console shows it once, only its digest is kept, one use deletes it."""

    account = models.OneToOneField(
        Account, verbose_name="compte", on_delete=models.CASCADE, primary_key=True, related_name="console_code"
    )
    digest = models.CharField("empreinte", max_length=64, unique=True)
    expires_at = models.DateTimeField("expire")

    class Meta:
        verbose_name = "code de console"
