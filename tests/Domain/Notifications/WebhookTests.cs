using System.Collections.Immutable;
using System.Text;
using Countersign.Domain.Audit;
using Countersign.Domain.Notifications;
using Xunit;

namespace Countersign.Tests.Domain.Notifications;

public sealed class WebhookTests
{
    private const string Url = "https://hooks.invalid/desk";

    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly WebhookId Id = WebhookId.Parse("w-one");
    private static readonly WebhookRules Rules = WebhookRules.Default with { WebhooksMax = 2 };

    [Fact]
    public void Webhook_Registered_ChangedRotatedAndDisabled_IsWhatItsEventsSay()
    {
        var state = Made(null, Register(Id));
        state = Made(state, new ChangeWebhook(Command(), Actor.Desk, Id, Url + "2", ["ideas", "risk"], "other", true));
        state = Made(state, new RotateWebhookSecret(Command(), Actor.Desk, Id, "newer", Now.AddHours(1)));
        state = Made(state, new DisableWebhook(Command(), Actor.Desk, Id, "It failed."));

        var webhook = state.Find(Id)!;
        Assert.Equal((Url + "2", "ideas risk", "other", false, "It failed."), (webhook.Url, string.Join(' ', webhook.Topics), webhook.Description, webhook.Active, webhook.Disabled));
        Assert.Equal(["newer", "sealed"], webhook.SecretsAt(Now.AddMinutes(59)));
        Assert.Equal(["newer"], webhook.SecretsAt(Now.AddHours(1)));
        Assert.Null(Made(state, new ChangeWebhook(Command(), Actor.Desk, Id, Url, ["ideas"], "", true)).Find(Id)!.Disabled);
        Assert.Null(Made(state, new RemoveWebhook(Command(), Actor.Desk, Id)).Find(Id));
    }

    [Fact]
    public void Webhook_Disabled_ADayLaterAgain_ChangesNothing()
    {
        var state = Made(Made(null, Register(Id)), new DisableWebhook(Command(), Actor.Desk, Id, "one"));

        Assert.Empty(Assert.IsType<Outcome<WebhookEvent>.Accepted>(
            WebhookDecider.Decide(state, new DisableWebhook(Command(), Actor.Desk, Id, "two"), Rules, Now)).Events);
    }

    [Fact]
    public void Messages_SentAgain_AreOnRecordAndOnlyOfAWebhookThatIsActive()
    {
        var active = Made(null, Register(Id));
        var again = new RedeliverWebhookMessage(Command(), Actor.Desk, Id, "msg_1");
        var all = new ReplayDeadLetters(Command(), Actor.Desk, Id, 3);

        Assert.Equal(
            [new WebhookMessageRedelivered(Id, "msg_1", Actor.Desk, Now)],
            Assert.IsType<Outcome<WebhookEvent>.Accepted>(WebhookDecider.Decide(active, again, Rules, Now)).Events);
        Assert.Equal(active.All, Made(Made(active, again), all).All);
        var disabled = Made(active, new DisableWebhook(Command(), Actor.Desk, Id, "It failed."));
        Assert.Equal(["webhook.inactive"], Codes(disabled, again));
        Assert.Equal(["webhook.inactive"], Codes(disabled, all));
        Assert.Equal(["webhook.not_found"], Codes(null, all));
    }

    [Fact]
    public void Webhook_MoreThanTheTenantMayHave_IsRefused()
    {
        var state = Made(Made(null, Register(Id)), Register(WebhookId.Parse("w-two")));

        Assert.Equal(["webhook.full"], Codes(state, Register(WebhookId.Parse("w-three"))));
    }

    [Fact]
    public void Webhook_WithEveryMistake_IsRefusedForEach() => Assert.Equal(
        ["webhook.url", "webhook.topics", "webhook.description"],
        Codes(null, new RegisterWebhook(Command(), Actor.Desk, Id, "http://x", ["orders", "orders"], new string('x', 201), true, "s")));

    [Theory]
    [InlineData("https://localhost/", false, false)]
    [InlineData("https://localhost/", true, true)]
    [InlineData("http://127.0.0.1:8080/x", true, true)]
    [InlineData("http://127.0.0.1:8080/x", false, false)]
    [InlineData("http://[::1]/", true, true)]
    [InlineData("http://hooks.invalid/", true, false)]
    public void Address_OfThisMachineOrPlain_IsTakenWhereTheRulesSaySo(string url, bool loopback, bool taken) => Assert.Equal(
        taken,
        WebhookDecider.Decide(null, Register(Id) with { Url = url }, Rules with { LoopbackAllowed = loopback }, Now) is Outcome<WebhookEvent>.Accepted);

    [Fact]
    public void Retries_OfTenTries_AreSpreadOverADayAndEndThen()
    {
        var waits = Enumerable.Range(1, 9).Select(attempt => WebhookRetries.After(Rules, attempt, 0.5)!.Value.TotalSeconds).ToArray();

        Assert.Equal([10, 30, 90, 270, 810, 2_430, 7_290, 21_870, 65_610], waits.Select(seconds => Math.Round(seconds)));
        Assert.Null(WebhookRetries.After(Rules, 10, 0.5));
        Assert.Equal((8, 12), (WebhookRetries.After(Rules, 1, 0)!.Value.TotalSeconds, WebhookRetries.After(Rules, 1, 1)!.Value.TotalSeconds));
    }

    // The vector was computed with another program: openssl dgst -sha256 -hmac.
    [Fact]
    public void Signature_OfAKnownMessage_IsThatOfAnotherProgram()
    {
        var key = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSignature.Of([key], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("""{"test": 2432232314}""")));
    }

    private static RegisterWebhook Register(WebhookId id) => new(Command(), Actor.Desk, id, Url, ["orders"], "", true, "sealed");

    private static CommandId Command() => CommandId.Parse("c-1");

    private static Webhooks Made(Webhooks? state, WebhookCommand command) =>
        Assert.IsType<Outcome<WebhookEvent>.Accepted>(WebhookDecider.Decide(state, command, Rules, Now)).Events
            .Aggregate(state ?? Webhooks.None, (s, e) => WebhookDecider.Apply(s, e));

    private static ImmutableArray<string> Codes(Webhooks? state, WebhookCommand command) =>
        [.. Assert.IsType<Outcome<WebhookEvent>.Refused>(WebhookDecider.Decide(state, command, Rules, Now)).Refusals.Select(r => r.Code)];
}
