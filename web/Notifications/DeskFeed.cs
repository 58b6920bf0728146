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

/// <summary>
/// Keeps one circuit's <see cref="DeskView"/> up to date: reads it whole, then follows the API's live stream. The stream says what changed;
/// what changed is read again, a few times a second at most however fast notices come. Ends with the circuit.
/// </summary>
internal sealed class DeskFeed(DeskApi api, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan RereadEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ValueEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private DeskSession session = null!;
    private DeskReader reader = null!;
    private Task work = Task.CompletedTask;
    private DateTimeOffset valuedAt;
    private bool ideasChanged;
    private bool accountsChanged;
    private bool pricesMoved;

    /// <summary>Raised on any thread after <see cref="View"/> or <see cref="Link"/> changed.</summary>
    public event Action? Changed;

    public DeskView? View { get; private set; }

    public LinkState Link { get; private set; } = LinkState.Connecting;

    /// <summary>Begins with what the session saw last, or else reads it.</summary>
    public async Task OpenAsync(DeskSession forSession)
    {
        session = forSession;
        reader = new DeskReader(api, session);
        View = session.LastView;
        if (View is null)
        {
            await ReadAllAsync(stopping.Token);
        }
    }

    /// <summary>Follows the live stream until the circuit ends.</summary>
    public void Follow() => work = Task.WhenAll(FollowAsync(stopping.Token), RereadAsync(stopping.Token));

    /// <summary>Something was done from here: do not wait for the notice.</summary>
    public void Touch()
    {
        lock (gate)
        {
            ideasChanged = accountsChanged = true;
        }
    }

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
                if (await ReadStreamAsync(cancellationToken))
                {
                    failures = 0;
                }
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

    /// <summary>True where the desk ended a working stream, as it does when the access token runs out.</summary>
    private async Task<bool> ReadStreamAsync(CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.WhenEnded);
        silence.CancelAfter(SilenceMax);
        try
        {
            using var answer = await api.OpenLiveAsync(session, silence.Token);
            await using var stream = await answer.Content.ReadAsStreamAsync(silence.Token);
            await ReadAllAsync(silence.Token);
            SetLink(LinkState.Live);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(silence.Token))
            {
                silence.CancelAfter(SilenceMax);
                Take(item);
            }

            return true;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw session.Ended ? new SessionEndedException() : new DeskUnavailableException("The desk is silent.", e);
        }
    }

    private void Take(SseItem<string> item)
    {
        lock (gate)
        {
            switch (item.EventType)
            {
                case "quote" when JsonSerializer.Deserialize<Quote>(item.Data, CountersignClient.Json) is { } quote:
                    View = View?.With(quote);
                    pricesMoved = true;
                    break;
                case "idea":
                    ideasChanged = true;
                    break;
                case "account":
                    accountsChanged = true;
                    break;
            }
        }
    }

    private async Task RereadAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RereadEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await RereadChangedAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The circuit ends.
        }
        catch (SessionEndedException)
        {
            SetLink(LinkState.SignedOut);
        }
    }

    private async Task RereadChangedAsync(CancellationToken cancellationToken)
    {
        bool ideas;
        bool accounts;
        bool prices;
        lock (gate)
        {
            (ideas, accounts, prices) = (ideasChanged, accountsChanged, pricesMoved);
            ideasChanged = accountsChanged = pricesMoved = false;
        }

        // The desk values positions; a moving price is reason enough to ask it, though not for every quote.
        accounts |= prices && time.GetUtcNow() - valuedAt >= ValueEvery && View?.Accounts.Any(a => a.Positions.Count > 0) == true;
        try
        {
            if (ideas)
            {
                var (waiting, more) = await reader.IdeasAsync(View, cancellationToken);
                var decisions = await reader.DecisionsAsync(cancellationToken);
                Change(v => v with { Waiting = waiting, MoreWaiting = more, Decisions = decisions });
            }

            if (accounts)
            {
                valuedAt = time.GetUtcNow();
                var valued = await reader.AccountsAsync(cancellationToken);
                Change(v => v with { Accounts = valued });
            }
        }
        catch (Exception e) when (e is DeskUnavailableException || ApiClients.IsUnreachable(e, cancellationToken))
        {
            lock (gate)
            {
                ideasChanged |= ideas;
                accountsChanged |= accounts;
            }
        }

        if (ideas || accounts || prices)
        {
            Changed?.Invoke();
        }
    }

    private async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        var view = await reader.ReadAsync(View, cancellationToken);
        lock (gate)
        {
            View = session.LastView = view;
        }

        Changed?.Invoke();
    }

    private void Change(Func<DeskView, DeskView> change)
    {
        lock (gate)
        {
            if (View is { } view)
            {
                View = session.LastView = change(view);
            }
        }
    }

    private void SetLink(LinkState state)
    {
        Link = state;
        Changed?.Invoke();
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
