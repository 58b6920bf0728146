using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Countersign.Web.Tenants;

/// <summary>The sessions of this process. What a restart forgets, each browser's cookie brings back.</summary>
internal sealed class DeskSessions(SessionApi api, IOptions<WebOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DeskSession> sessions = new(StringComparer.Ordinal);

    public DeskSession Begin(HeldTokens tokens) => Adopt(RandomNumberGenerator.GetHexString(32, lowercase: true), tokens);

    /// <summary>The session that a cookie names; the tokens held here are newer than the cookie's.</summary>
    public DeskSession Adopt(string id, HeldTokens tokens)
    {
        if (sessions.TryGetValue(id, out var known))
        {
            return known;
        }

        MakeRoom();
        return sessions.GetOrAdd(id, _ => new DeskSession(id, tokens, api, time));
    }

    public DeskSession? Find(string id) => sessions.GetValueOrDefault(id);

    private void MakeRoom()
    {
        if (sessions.Count < options.Value.SessionsMax)
        {
            return;
        }

        // An ended session stays while its access token would still pass, so that an old cookie cannot bring it back.
        var now = time.GetUtcNow();
        foreach (var session in sessions.Values.Where(s => s.Tokens.RefreshExpiresAt <= now || (s.Ended && s.Tokens.AccessExpiresAt <= now)))
        {
            sessions.TryRemove(session.Id, out _);
        }

        foreach (var session in sessions.Values.OrderBy(s => s.Tokens.AccessExpiresAt).Take(sessions.Count - options.Value.SessionsMax + 1))
        {
            sessions.TryRemove(session.Id, out _);
        }
    }
}
