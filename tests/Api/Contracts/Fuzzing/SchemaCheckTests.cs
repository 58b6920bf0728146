using System.Text.Json;
using Xunit;

namespace Countersign.Tests.Api.Contracts.Fuzzing;

public sealed class SchemaCheckTests
{
    private static readonly JsonElement Document = Parse(
        """
        {"components":{"schemas":{"Order":{"type":"object","required":["id"],"additionalProperties":false,"properties":{
          "id":{"type":"string"},"quantity":{"type":["null","number"],"format":"decimal","minimum":1},"side":{"type":"string","enum":["buy","sell"]},
          "at":{"type":"string","format":"date-time"},"parts":{"type":"array","items":{"$ref":"#/components/schemas/Order"}},
          "stop":{"oneOf":[{"type":"null"},{"type":"object"}]}}}}}}
        """);

    [Theory]
    [InlineData("""{"id":"o-1"}""", null)]
    [InlineData("""{"id":"o-1","quantity":null,"side":"buy","at":"2026-01-05T09:30:00Z","parts":[{"id":"o-2"}],"stop":{}}""", null)]
    [InlineData("{}", "$")]
    [InlineData("""{"id":1}""", "$.id")]
    [InlineData("""{"id":"o-1","quantity":0}""", "$.quantity")]
    [InlineData("""{"id":"o-1","side":"hold"}""", "$.side")]
    [InlineData("""{"id":"o-1","at":"yesterday"}""", "$.at")]
    [InlineData("""{"id":"o-1","parts":[{}]}""", "$.parts[0]")]
    [InlineData("""{"id":"o-1","stop":1}""", "$.stop")]
    [InlineData("""{"id":"o-1","more":1}""", "$: there is no member more")]
    public void Errors_OfAValue_NameThePlace(string value, string? at)
    {
        var errors = new SchemaCheck(Document).Errors(Parse("""{"$ref":"#/components/schemas/Order"}"""), Parse(value));

        Assert.Equal(at is null ? 0 : 1, errors.Count);
        Assert.All(errors, e => Assert.StartsWith(at!, e));
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
