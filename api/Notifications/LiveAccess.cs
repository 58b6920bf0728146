using System.Collections.Frozen;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Countersign.Api.Notifications;

/// <summary>Who may follow which topic: who may read, by the same policies, what the topic tells to read again.</summary>
internal sealed class LiveAccess(EndpointDataSource endpoints, IAuthorizationService authorization)
{
    // Notifications tell in words of what stands in these lists.
    private static readonly (LiveTopics Topic, string[] Reads)[] Matching =
    [
        (LiveTopics.Ideas, ["ListIdeas"]), (LiveTopics.Orders, ["ListOrders"]), (LiveTopics.Positions, ["ListPositions"]),
        (LiveTopics.Accounts, ["ListAccounts"]), (LiveTopics.Risk, ["GetTenantRisk"]), (LiveTopics.Strategies, ["ListStrategies"]),
        (LiveTopics.Backtests, ["ListBacktests"]), (LiveTopics.Notifications, ["ListIdeas", "ListOrders", "GetTenantRisk", "ListBacktests"]),
        (LiveTopics.Quotes, ["GetInstrument"]), (LiveTopics.Bars, ["ListBars"]),
    ];

    private readonly Lazy<FrozenDictionary<LiveTopics, string[]>> policies = new(() => Matching.ToFrozenDictionary(
        match => match.Topic, match => match.Reads.SelectMany(read => PoliciesOf(endpoints, read)).Distinct().ToArray()));

    /// <summary>Those of the topics that the caller may not follow.</summary>
    public async ValueTask<LiveTopics> DeniedAsync(ClaimsPrincipal caller, LiveTopics wanted)
    {
        var denied = LiveTopics.None;
        foreach (var (topic, needed) in policies.Value)
        {
            if ((wanted & topic) != LiveTopics.None && !await MayAsync(caller, needed))
            {
                denied |= topic;
            }
        }

        return denied;
    }

    private async ValueTask<bool> MayAsync(ClaimsPrincipal caller, string[] needed)
    {
        foreach (var policy in needed)
        {
            if (!(await authorization.AuthorizeAsync(caller, null, policy)).Succeeded)
            {
                return false;
            }
        }

        return true;
    }

    // An endpoint that is not there, or open to all, would open its topic too: that is a mistake of the table.
    private static IReadOnlyList<string> PoliciesOf(EndpointDataSource endpoints, string read) => endpoints.Endpoints
        .Single(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == read)
        .Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>().ToArray() is { Length: > 0 } found
            ? found
            : throw new InvalidOperationException($"{read} asks for no policy.");
}
