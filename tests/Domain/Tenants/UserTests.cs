using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Xunit;

namespace Countersign.Tests.Domain.Tenants;

public sealed class UserTests
{
    private static readonly LockoutRules Rules = new(3, TimeSpan.FromMinutes(15), TimeSpan.FromHours(1));

    [Fact]
    public void Register_OfAUser_KeepsTheLoginInLowerCase_AndTwiceIsRefused()
    {
        var user = Registered();

        Assert.Equal(("alice@example.com", 0), (user.Login, user.FailedAttempts));
        Assert.Equal("auth.already_registered", UserDecider.Decide(user, Register(), Desk.Now).RefusalCode());
    }

    [Fact]
    public void Register_WithoutLoginAndName_NamesBothFaults()
    {
        var command = Register() with { Login = " ", DisplayName = "" };

        Assert.Equal(["tenant.login", "auth.display_name"], UserDecider.Decide(null, command, Desk.Now).Refusals().Codes());
    }

    [Fact]
    public void SignIn_WithTheRightPassword_StartsASession()
    {
        var user = After(Registered(), Try(PasswordCheck.Right, "f1", "h1"));

        Assert.Equal("h1", user.Find("f1")!.TokenHash);
    }

    [Fact]
    public void SignIn_WithANewHashOfThePassword_KeepsItWhereTheSignInHolds()
    {
        var user = Registered();
        var right = After(user, Try(PasswordCheck.Right) with { NewPasswordHash = "newer" });
        var wrong = After(user, Try(PasswordCheck.Wrong) with { NewPasswordHash = "newer" });

        Assert.Equal(("newer", user.Stamp), (right.PasswordHash, right.Stamp));
        Assert.Equal(user.PasswordHash, wrong.PasswordHash);
    }

    [Fact]
    public void SignIn_OfAnUnknownUser_ReadsLikeAWrongPassword()
    {
        var unknown = Assert.Single(UserDecider.Decide(null, Try(PasswordCheck.Wrong), Rules, Desk.Now).Refusals());

        var wrong = UserDecider.Decide(Registered(), Try(PasswordCheck.Wrong), Rules, Desk.Now).Single<SignInFailed, UserEvent>();

        Assert.Equal(unknown, Assert.Single(((IRefusalEvent)wrong).Refusals));
    }

    [Fact]
    public void SignIn_ThatFailsTooOften_LocksOutEvenTheRightPasswordUntilTheTimeIsOver()
    {
        var user = After(After(Registered(), Try(PasswordCheck.Wrong)), Try(PasswordCheck.Wrong));
        Assert.Null(user.LockedUntil);
        user = After(user, Try(PasswordCheck.Wrong));

        var until = Desk.Now + Rules.Duration;
        Assert.Equal(until, user.LockedUntil);
        var refusal = Assert.Single(UserDecider.Decide(user, Try(PasswordCheck.Right), Rules, until.AddTicks(-1)).Refusals());
        Assert.Equal("auth.locked_out", refusal.Code);
        Assert.Contains("2014-05-06T12:15:00Z", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(UserDecider.Decide(user, Try(PasswordCheck.Right), Rules, until).Events(), e => e is SessionStarted);
    }

    [Fact]
    public void Lockouts_OneAfterTheOther_LastTwiceAsLongUpToTheLongest_AndASuccessBeginsAnew()
    {
        var (user, now) = (Registered(), Desk.Now);
        var minutes = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            (user, now) = LockedOut(user, now, minutes);
        }

        user = After(user, Try(PasswordCheck.Right), now);
        LockedOut(user, now, minutes);
        Assert.Equal([15, 30, 60, 60, 15], minutes);
    }

    private static (User User, DateTimeOffset Now) LockedOut(User user, DateTimeOffset now, List<double> minutes)
    {
        for (var i = 0; i < Rules.FailuresMax; i++)
        {
            user = After(user, Try(PasswordCheck.Wrong), now);
        }

        minutes.Add((user.LockedUntil!.Value - now).TotalMinutes);
        return (user, user.LockedUntil.Value);
    }

    [Fact]
    public void OwnSettings_ChangedByAnotherMember_AreRefused()
    {
        var mallory = Actor.User(UserId.Parse("u-mallory"));

        Assert.Equal(
            "auth.not_yourself",
            UserSettings.Decide(SignedIn(), new EndOtherSessions(Desk.Command(), mallory, "f1"), Rules, Desk.Now).RefusalCode());
    }

    [Fact]
    public void SignIn_ThatSucceeds_ForgetsTheFailures()
    {
        var user = After(After(Registered(), Try(PasswordCheck.Wrong)), Try(PasswordCheck.Right));

        Assert.Equal((0, null), (user.FailedAttempts, user.LockedUntil));
    }

    [Fact]
    public void Refresh_WithTheNewestToken_RotatesIt()
    {
        var user = After(SignedIn(), Refresh("f1", "h1", "h2"));

        Assert.Equal(("h2", 1), (user.Find("f1")!.TokenHash, user.Find("f1")!.Rotations));
    }

    [Fact]
    public void Refresh_WithAUsedToken_EndsTheWholeSessionAndNoOther()
    {
        var user = After(After(SignedIn(), Try(PasswordCheck.Right, "f2", "k1")), Refresh("f1", "h1", "h2"));

        var outcome = UserDecider.Decide(user, Refresh("f1", "h1", "h3"), Desk.Now);

        var reuse = outcome.Single<RefreshTokenReuseDetected, UserEvent>();
        Assert.Equal("auth.refresh_reused", Assert.Single(((IRefusalEvent)reuse).Refusals).Code);
        var after = UserDecider.Apply(user, reuse);
        Assert.Null(after.Find("f1"));
        Assert.NotNull(after.Find("f2"));
        Assert.Equal("auth.refresh_unknown", UserDecider.Decide(after, Refresh("f1", "h2", "h3"), Desk.Now).RefusalCode());
    }

    [Fact]
    public void Refresh_AtTheSessionsEnd_IsRefused()
    {
        var outcome = UserDecider.Decide(SignedIn(), Refresh("f1", "h1", "h2"), Desk.Now.AddDays(7));

        Assert.Equal("auth.refresh_expired", outcome.RefusalCode());
    }

    [Fact]
    public void Refresh_OfNoUserOrNoSession_IsUnknown()
    {
        Assert.Equal("auth.refresh_unknown", UserDecider.Decide(null, Refresh("f1", "h1", "h2"), Desk.Now).RefusalCode());
        Assert.Equal("auth.refresh_unknown", UserDecider.Decide(SignedIn(), Refresh("f9", "h1", "h2"), Desk.Now).RefusalCode());
    }

    [Fact]
    public void EndSession_OfASession_EndsIt_AndAgainChangesNothing()
    {
        var end = new EndSession(Desk.Command(), Desk.Manager, "f1");
        var user = SignedIn();

        var ended = UserDecider.Apply(user, UserDecider.Decide(user, end, Desk.Now).Single<SessionEnded, UserEvent>());

        Assert.Empty(ended.Sessions);
        Assert.Empty(UserDecider.Decide(ended, end, Desk.Now).Events());
    }

    [Fact]
    public void Sessions_BeyondTheBound_DropTheOldest()
    {
        var user = Registered();
        for (var i = 0; i <= User.SessionsMax; i++)
        {
            user = After(user, Try(PasswordCheck.Right, $"f{i}", "h"));
        }

        Assert.Equal(User.SessionsMax, user.Sessions.Count);
        Assert.Null(user.Find("f0"));
        Assert.NotNull(user.Find("f1"));
    }

    [Fact]
    public void Sessions_ThatExpired_MakeRoomFirst()
    {
        var user = After(SignedIn(), Try(PasswordCheck.Right, "f2", "h"), Desk.Now.AddDays(7));

        Assert.Equal(["f2"], user.Sessions.Select(s => s.Id));
    }

    private static User Registered() =>
        UserDecider.Apply(null, UserDecider.Decide(null, Register(), Desk.Now).Single<UserRegistered, UserEvent>());

    private static User SignedIn() => After(Registered(), Try(PasswordCheck.Right, "f1", "h1"));

    private static User After(User user, SignIn command, DateTimeOffset? now = null) =>
        UserDecider.Decide(user, command, Rules, now ?? Desk.Now).Events().Aggregate(user, UserDecider.Apply);

    private static User After(User user, RefreshSession command) =>
        UserDecider.Decide(user, command, Desk.Now).Events().Aggregate(user, UserDecider.Apply);

    private static RegisterUser Register() => new(
        Desk.Command(), Actor.Desk, UserId.Parse("u-alice"), TenantId.Parse("t-demo"), "Alice@Example.com", "Alice", Roles.Analyst, "hash");

    private static SignIn Try(PasswordCheck password, string session = "f", string hash = "h") =>
        new(Desk.Command(), Actor.User(UserId.Parse("u-alice")), password, session, hash, Desk.Now.AddDays(7));

    private static RefreshSession Refresh(string session, string presented, string next) =>
        new(Desk.Command(), Actor.User(UserId.Parse("u-alice")), session, presented, next, Desk.Now.AddDays(7));
}
