using System.Collections.Immutable;
using System.Net;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Markets;
using Countersign.Api.Contracts.Tenants;
using Countersign.Web.Notifications;
using Countersign.Web.Tenants;

namespace Countersign.Web.Layout;

/// <summary>One open page of a signed-in browser: who it is, what it may, and its link to the desk. Ends with the circuit.</summary>
internal sealed class Visit(DeskApi api, DeskSession session, DisplayChoices display, TimeProvider time) : IAsyncDisposable
{
    /// <summary>The code of the problem that stands for a command whose answer did not come.</summary>
    public const string LinkLost = "link.lost";

    private ImmutableDictionary<string, Instrument> instruments = ImmutableDictionary<string, Instrument>.Empty;

    public DeskSession Session => session;

    /// <summary>The API, in the name of who is signed in.</summary>
    public CountersignClient Api { get; } = api.For(session);

    public DeskFeed Feed { get; } = new(api, session, time);

    public WallClock Clock { get; } = new(display.Zone);

    public DisplayChoices Display => display;

    public TimeProvider Time => time;

    public Notes Notes { get; } = new(time);

    public StepUp StepUp { get; } = new(api, session);

    /// <summary>Who is signed in. Throws before <see cref="OpenAsync"/>.</summary>
    public Me Me => session.Me ?? throw new InvalidOperationException("The visit has not been opened.");

    /// <summary>What can be traded, by symbol.</summary>
    public ImmutableDictionary<string, Instrument> Instruments => instruments;

    /// <summary>Those that have a market, by symbol.</summary>
    public IEnumerable<Instrument> Quoted => instruments.Values.Where(i => i.Feed is not null || Feed.Quote(i.Symbol) is not null)
        .OrderBy(i => i.Symbol, StringComparer.Ordinal);

    public bool IsPlatform => Me.Roles.Contains("platformAdmin");

    /// <summary>Whether the user may; the API decides again.</summary>
    public bool May(string permission) => Me.Permissions.Contains(permission);

    public Instrument? Instrument(string symbol) => instruments.GetValueOrDefault(symbol);

    /// <summary>The tenant's accounts, valued.</summary>
    public async Task<IReadOnlyList<Account>> AccountsAsync(int countMax, CancellationToken cancellationToken)
    {
        var list = (await Api.ListAccountsAsync(countMax, cancellationToken: cancellationToken)).Value.Items;
        return [.. (await Task.WhenAll(list.Select(a => Api.GetAccountAsync(a.Id, cancellationToken)))).Select(a => a.Value)];
    }

    /// <summary>The tenant demands a second factor that the user does not have: nothing but the way to one is open.</summary>
    public bool LacksSecondFactor { get; private set; }

    /// <summary>Whether the live stream is followed.</summary>
    public bool Follows { get; private set; }

    /// <summary>Reads who is signed in and what can be traded.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        // A page that was loaded has read it a moment before its circuit begins.
        session.Me ??= (await Api.GetMeAsync(cancellationToken)).Value;
        if (May("read"))
        {
            try
            {
                await ReadInstrumentsAsync(cancellationToken);
            }
            catch (ApiProblemException e) when (e.Problem.Code == ProblemCodes.SecondFactorRequired)
            {
                LacksSecondFactor = true;
            }
        }
    }

    public async Task ReadInstrumentsAsync(CancellationToken cancellationToken)
    {
        var all = (await Api.ListInstrumentsAsync(cancellationToken)).Value.Items;
        instruments = all.ToImmutableDictionary(i => i.Symbol, StringComparer.Ordinal);
        Feed.Begin(all.Select(i => i.Quote).OfType<Quote>());
    }

    /// <summary>Follows the live stream until the visit ends.</summary>
    public void Follow()
    {
        Follows = true;
        Feed.Follow();
    }

    public async ValueTask DisposeAsync()
    {
        StepUp.GiveUp();
        await Feed.DisposeAsync();
    }

    /// <summary>Gives the desk a command, and asks who it is once more where the desk wants that proved.</summary>
    /// <param name="command">Sends it; sent again, it has the same idempotency key.</param>
    public async Task<ApiAnswer<T>> ActAsync<T>(Func<CountersignClient, Task<ApiAnswer<T>>> command)
    {
        try
        {
            var answer = await command(Api);
            return answer.Problem?.Code == ProblemCodes.StepUpRequired && await StepUp.AskAsync() ? await command(Api) : answer;
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException)
        {
            return new ApiAnswer<T>(HttpStatusCode.ServiceUnavailable, Lost(e));
        }
    }

    /// <summary>The same of a command that is answered by nothing.</summary>
    public async Task<ApiAnswer> ActAsync(Func<CountersignClient, Task<ApiAnswer>> command)
    {
        try
        {
            var answer = await command(Api);
            return answer.Problem?.Code == ProblemCodes.StepUpRequired && await StepUp.AskAsync() ? await command(Api) : answer;
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException)
        {
            return new ApiAnswer(HttpStatusCode.ServiceUnavailable, Lost(e));
        }
    }

    private static Problem Lost(Exception e) => new()
    {
        Type = "urn:countersign:problem:link", Title = "No answer", Status = (int)HttpStatusCode.ServiceUnavailable, Code = LinkLost, TraceId = "",
        Detail = $"{e.Message} It is not known whether the desk did it: look before you try again.",
    };
}
