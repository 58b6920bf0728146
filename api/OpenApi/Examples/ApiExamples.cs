using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Countersign.Api.Contracts;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>
/// One example of everything that the API takes and answers, as the records themselves: an example cannot name a field that is not there. They
/// tell one story, of the tenant <c>t-demo</c> on a morning of January 2026.
/// </summary>
internal static class ApiExamples
{
    // A request says what it means; an answer says of every field what there is.
    private static readonly JsonSerializerOptions Short = new(ApiJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly FrozenDictionary<Type, object> Known = new IEnumerable<object>[]
    {
        SessionExamples.All, MemberExamples.All, PlatformExamples.All, MarketExamples.All, StrategyExamples.All, BacktestExamples.All, StudyExamples.All,
        IdeaExamples.All, AccountExamples.All, OrderExamples.All, RiskExamples.All, AuditExamples.All, SettingExamples.All, WebhookExamples.All,
    }.SelectMany(e => e).ToFrozenDictionary(e => e.GetType());

    /// <summary>Of a body, or of a list of them; null where there is none.</summary>
    public static JsonNode? Of(Type type, bool request)
    {
        var item = ItemOf(type);
        if (!Known.TryGetValue(item, out var known))
        {
            return null;
        }

        var example = JsonSerializer.SerializeToNode(known, item, request ? Short : ApiJson.Options);
        return item == type ? example
            : type.GetGenericTypeDefinition() == typeof(ListPage<>) ? new JsonObject { ["items"] = new JsonArray(example), ["next"] = null }
            : new JsonArray(example);
    }

    public static string NameOf(Type type) => ItemOf(type) is var item && item == type ? type.Name
        : type.GetGenericTypeDefinition() == typeof(ListPage<>) ? "ListPageOf" + item.Name : "ListOf" + item.Name;

    private static Type ItemOf(Type type) => type.IsGenericType ? type.GetGenericArguments()[0] : type;
}
