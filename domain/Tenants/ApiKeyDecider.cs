using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>The rules of API keys.</summary>
public static class ApiKeyDecider
{
    private const int QuotaMax = 1_000_000;

    public static Outcome<ApiKeyEvent> Decide(ApiKeys? state, ApiKeyCommand command, DateTimeOffset now)
    {
        var keys = (state ?? ApiKeys.None).Keys;
        return command switch
        {
            CreateApiKey c => Create(keys, c, now),
            _ when KeyOf(keys, command) is null => Outcome<ApiKeyEvent>.Refuse(ApiKeyRefusals.NotFound),
            RotateApiKey c => Outcome<ApiKeyEvent>.Accept(new ApiKeyRotated(c.Id, c.SecretHash, c.OldUntil, c.By, now)),
            RevokeApiKey c => Outcome<ApiKeyEvent>.Accept(new ApiKeyRevoked(c.Id, c.By, now)),
            RecordApiKeyUse c => Outcome<ApiKeyEvent>.Accept(
                keys[c.Id].LastUsedAt is { } last && now - last < ApiKeys.UseResolution ? [] : [new ApiKeyUsed(c.Id, now)]),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is not known here."),
        };
    }

    public static ApiKeys Apply(ApiKeys? state, ApiKeyEvent @event)
    {
        var keys = (state ?? ApiKeys.None).Keys;
        return new ApiKeys(@event switch
        {
            ApiKeyCreated e => keys.SetItem(e.Id, new ApiKey(
                e.Id, e.Name, e.SecretHash, null, e.Scopes, e.Networks, e.RequestsPerMinute, e.ExpiresAt, e.By, e.At, null)),
            ApiKeyRotated e => keys.SetItem(e.Id, keys[e.Id] with
            {
                SecretHash = e.SecretHash, Previous = new RetiringSecret(keys[e.Id].SecretHash, e.OldUntil),
            }),
            ApiKeyRevoked e => keys.Remove(e.Id),
            ApiKeyUsed e => keys.SetItem(e.Id, keys[e.Id] with { LastUsedAt = e.At }),
            _ => throw new InvalidOperationException($"{@event.GetType().Name} is not known here."),
        });
    }

    private static ApiKey? KeyOf(ImmutableSortedDictionary<string, ApiKey> keys, ApiKeyCommand command) => command switch
    {
        RotateApiKey c => keys.GetValueOrDefault(c.Id),
        RevokeApiKey c => keys.GetValueOrDefault(c.Id),
        RecordApiKeyUse c => keys.GetValueOrDefault(c.Id),
        _ => null,
    };

    private static Outcome<ApiKeyEvent> Create(ImmutableSortedDictionary<string, ApiKey> keys, CreateApiKey command, DateTimeOffset now)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        Check(string.IsNullOrWhiteSpace(command.Name) || command.Name.Length > ApiKeys.NameLengthMax, ApiKeyRefusals.Name);
        Check(command.Scopes == Permissions.None || (command.Scopes & ~ApiKeys.ScopesMax) != Permissions.None, ApiKeyRefusals.Scopes);
        Check(command.RequestsPerMinute is < 1 or > QuotaMax, ApiKeyRefusals.Quota);
        Check(command.ExpiresAt <= now, ApiKeyRefusals.Expiry);
        Check(command.Networks.Length > ApiKeys.NetworksMax, ApiKeyRefusals.Networks);
        Check(keys.Count >= command.KeysMax, ApiKeyRefusals.Full(command.KeysMax));
        return refusals.Count > 0
            ? Outcome<ApiKeyEvent>.Refuse(refusals.ToImmutable())
            : Outcome<ApiKeyEvent>.Accept(new ApiKeyCreated(
                command.Id, command.Name, command.SecretHash, command.Scopes, command.Networks, command.RequestsPerMinute, command.ExpiresAt,
                command.By, now));

        void Check(bool wrong, Refusal refusal)
        {
            if (wrong)
            {
                refusals.Add(refusal);
            }
        }
    }
}
