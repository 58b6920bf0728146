using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Tests.Domain.Audit;

/// <summary>Writes and reads events the way the journal stores them.</summary>
internal static class StoredJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static DomainEvent RoundTrip(DomainEvent @event) =>
        (DomainEvent)JsonSerializer.Deserialize(JsonSerializer.Serialize(@event, @event.GetType(), Options), @event.GetType(), Options)!;
}
