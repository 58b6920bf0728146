using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Markets;
using Countersign.Web.Tenants;

namespace Countersign.Web.Notifications;

/// <summary>Whether a page is up to date.</summary>
internal enum LinkState
{
    Connecting,
    Live,
    Reconnecting,
    SignedOut,
}

/// <summary>Something of the desk changed: read it again.</summary>
/// <param name="Kind">The live stream's event: <c>idea</c>, <c>account</c>, <c>order</c>, <c>position</c>, <c>strategy</c>, <c>backtest</c>,
/// <c>risk</c>, <c>notification</c>.</param>
/// <param name="Data">What the event says.</param>
internal sealed record DeskEvent(string Kind, JsonElement Data)
{
    public string? Id => Data.TryGetProperty("id", out var id) ? id.GetString() : null;
}

/// <summary>Follows the API's live stream for one circuit: the newest quotes, what changed, and whether the link holds.</summary>
internal sealed class DeskFeed(DeskApi api, DeskSession session, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, Quote> quotes = new(StringComparer.Ordinal);
    private Task work = Task.CompletedTask;

    /// <summary>Raised on any thread.</summary>
    public event Action<Quote>? Quoted;

    /// <summary>Raised on any thread.</summary>
    public event Action<DeskEvent>? Changed;

    /// <summary>The link holds again: whatever was read before may be old. Raised on any thread.</summary>
    public event Action? CaughtUp;

    /// <summary>Raised on any thread.</summary>
    public event Action? LinkChanged;

    public LinkState Link { get; private set; } = LinkState.Connecting;

    /// <summary>Ideas expire by the market's time, which in a replay is not the wall clock's; null before the first quote.</summary>
    public DateTimeOffset? MarketTime { get; private set; }

    public Quote? Quote(string symbol) => quotes.GetValueOrDefault(symbol);

    /// <summary>Takes quotes that were read, where the stream has told no newer ones.</summary>
    public void Begin(IEnumerable<Quote> read)
    {
        foreach (var quote in read)
        {
            Keep(quote);
        }
    }

    /// <summary>Follows the live stream until the circuit ends.</summary>
    public void Follow() => work = FollowAsync(stopping.Token);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await work;
        stopping.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            try
            {
                await ReadStreamAsync(cancellationToken);
                failures = 0;
            }
            catch (Exception) when (session.Ended && !cancellationToken.IsCancellationRequested)
            {
                SetLink(LinkState.SignedOut);
                return;
            }
            catch (Exception e) when (e is DeskUnavailableException || ApiClients.IsUnreachable(e, cancellationToken))
            {
                SetLink(LinkState.Reconnecting);
                failures++;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (!await WaitAsync(RetryAfter(failures), cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>Returns where the desk ended a working stream, as it does when the access token runs out.</summary>
    private async Task ReadStreamAsync(CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.WhenEnded);
        silence.CancelAfter(SilenceMax);
        try
        {
            using var answer = await api.OpenLiveAsync(session, silence.Token);
            await using var stream = await answer.Content.ReadAsStreamAsync(silence.Token);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(silence.Token))
            {
                silence.CancelAfter(SilenceMax);
                Take(item);
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw session.Ended ? new SessionEndedException() : new DeskUnavailableException("The desk is silent.", e);
        }
    }

    private void Take(SseItem<string> item)
    {
        // Whatever comes first says that the stream is open: from here on nothing is missed, so what is shown is read once more.
        if (Link != LinkState.Live)
        {
            SetLink(LinkState.Live);
            CaughtUp?.Invoke();
        }

        switch (item.EventType)
        {
            case "quote" when JsonSerializer.Deserialize<Quote>(item.Data, CountersignClient.Json) is { } quote:
                Keep(quote);
                Quoted?.Invoke(quote);
                break;
            case "reset":
                CaughtUp?.Invoke();
                break;
            case "heartbeat" or "cut":
                break;
            default:
                using (var data = JsonDocument.Parse(item.Data))
                {
                    var change = new DeskEvent(item.EventType, data.RootElement.Clone());
                    session.Alerts.Take(item.EventId, change);
                    Changed?.Invoke(change);
                }

                break;
        }
    }

    private void Keep(Quote quote)
    {
        quotes.AddOrUpdate(quote.Symbol, quote, (_, known) => known.Time > quote.Time ? known : quote);
        if (MarketTime is not { } newest || quote.Time > newest)
        {
            MarketTime = quote.Time;
        }
    }

    private void SetLink(LinkState state)
    {
        if (Link != state)
        {
            Link = state;
            LinkChanged?.Invoke();
        }
    }

    private static TimeSpan RetryAfter(int failures) =>
        TimeSpan.FromMilliseconds(Math.Min(RetryAfterMax.TotalMilliseconds, 250 * Math.Pow(2, Math.Min(failures, 10))));

    private async Task<bool> WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(wait, time, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
