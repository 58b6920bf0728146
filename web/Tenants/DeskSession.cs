using System.Net;
using Countersign.Api.Contracts.Tenants;
using Countersign.Web.Layout;
using Countersign.Web.Notifications;
using Countersign.Web.TradeIdeas;

namespace Countersign.Web.Tenants;

/// <summary>A session's tokens and when the access token stops working.</summary>
internal sealed record HeldTokens(string Access, string Refresh, DateTimeOffset AccessExpiresAt, DateTimeOffset RefreshExpiresAt)
{
    public static HeldTokens Of(SessionTokens tokens, DateTimeOffset now) =>
        new(tokens.AccessToken, tokens.RefreshToken, now.AddSeconds(tokens.ExpiresInSeconds), tokens.RefreshExpiresAt);
}

/// <summary>The API says that the session is over; only signing in again helps.</summary>
internal sealed class SessionEndedException() : Exception("The session is over. Sign in again.");

/// <summary>
/// One signed-in browser. Holds the newest tokens, which never leave the server. A refresh token that is used twice ends the session, so all
/// requests and circuits of a browser refresh through this one object, one at a time.
/// </summary>
internal sealed class DeskSession(string id, HeldTokens tokens, SessionApi api, TimeProvider time)
{
    private static readonly TimeSpan RefreshAhead = TimeSpan.FromMinutes(2);
    private readonly SemaphoreSlim refreshing = new(1);
    private volatile HeldTokens held = tokens;
    private readonly CancellationTokenSource ended = new();

    public string Id { get; } = id;

    public HeldTokens Tokens => held;

    /// <summary>The browser's network address, as of its last request; null before the first.</summary>
    public IPAddress? Address { get; set; }

    /// <summary>Signed out, or ended by the API.</summary>
    public bool Ended => ended.IsCancellationRequested;

    /// <summary>Cancelled once the session is over, so that what is open for it closes.</summary>
    public CancellationToken WhenEnded => ended.Token;

    /// <summary>Who is signed in, as of the last page that was loaded; null before the first.</summary>
    public Me? Me { get; set; }

    /// <summary>How pages are to be shown, as of the last page that was loaded.</summary>
    public IReadOnlyList<Setting> Settings { get; set; } = [];

    /// <summary>What pages showed a moment ago.</summary>
    public PageMemory Pages { get; } = new(time);

    /// <summary>What the desk told this browser.</summary>
    public Alerts Alerts { get; } = new();

    /// <summary>Ideas that this person put off.</summary>
    public Snoozes Snoozes { get; } = new(time);

    public void End() => ended.Cancel();

    /// <summary>An access token that works for the next minutes.</summary>
    /// <exception cref="SessionEndedException">There is none any more.</exception>
    /// <exception cref="DeskUnavailableException">The token has run out and the API cannot be reached.</exception>
    public async Task<string> AccessTokenAsync(CancellationToken cancellationToken)
    {
        if (!Ended && !IsDue(held))
        {
            return held.Access;
        }

        await refreshing.WaitAsync(cancellationToken);
        try
        {
            if (Ended)
            {
                throw new SessionEndedException();
            }

            return IsDue(held) ? await RefreshAsync() : held.Access;
        }
        finally
        {
            refreshing.Release();
        }
    }

    /// <summary>
    /// The next access token, where the API says that one has run out before its time: roles or second factors have changed since it was issued.
    /// </summary>
    /// <exception cref="SessionEndedException">There is none any more.</exception>
    /// <exception cref="DeskUnavailableException">The API cannot be reached.</exception>
    public async Task<string> RenewAsync(string refused, CancellationToken cancellationToken)
    {
        await refreshing.WaitAsync(cancellationToken);
        try
        {
            if (Ended)
            {
                throw new SessionEndedException();
            }

            return held.Access == refused ? await RefreshAsync() : held.Access;
        }
        finally
        {
            refreshing.Release();
        }
    }

    // Not cancellable: an exchange that is given up half-way leaves a used refresh token behind.
    private async Task<string> RefreshAsync()
    {
        try
        {
            if (await api.RefreshAsync(held.Refresh, Address, CancellationToken.None) is not { } renewed)
            {
                End();
                throw new SessionEndedException();
            }

            held = HeldTokens.Of(renewed, time.GetUtcNow());
        }
        catch (DeskUnavailableException) when (held.AccessExpiresAt > time.GetUtcNow())
        {
            // The old token still works; the next call tries again.
        }

        return held.Access;
    }

    private bool IsDue(HeldTokens tokens) => tokens.AccessExpiresAt - RefreshAhead <= time.GetUtcNow();
}
