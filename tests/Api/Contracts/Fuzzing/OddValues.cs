using System.Text.Json.Nodes;

namespace Countersign.Tests.Api.Contracts.Fuzzing;

/// <summary>What programs send by mistake and people on purpose. Raw values are texts that <see cref="Write"/> puts into the JSON as they are.</summary>
internal static class OddValues
{
    private const string RawMark = "@@raw:";
    private const string NameMark = "@@name:";

    private static readonly string[] Numbers =
    [
        "0", "-0", "-1", "1", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1e308", "1e309", "-1e400",
        "1e-400", "0.1", "0.00000000000000000000000000001", "79228162514264337593543950335", "79228162514264337593543950336",
        "99999999999999999999999999999999999999", "1.0000000000000000000000000000000001", "1e28", "1E2", "100000000", "0.5",
    ];

    private static readonly string[] BrokenNumbers = ["NaN", "Infinity", "-Infinity", "01", "+1", "0x10", ".5", "1.", "1e", "\"1\"", "--1"];

    private static readonly string[] Dates =
    [
        "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01", "2026-01-01T00:00:00", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "2016-12-31T23:59:60Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00.123456789012Z",
        "2026-01-01T00:00:00+99:99", "1969-12-31T23:59:59Z", "12/31/2026", "1767571200", "2014-05-06T00:00:00Z", "2014-05-05T12:00:00+02:00",
    ];

    private static readonly string[] Words =
    [
        "", " ", "null", "undefined", "NaN", "Infinity", "true", "0", "-1", "1e309", "a", "A", "EURUSD", "eurusd", "buy", "USD", "XXX", "read",
        "'; DROP TABLE events;--", "\" OR 1=1 --", "<script>alert(1)</script>", "${jndi:ldap://x}", "{{7*7}}", "%s%n%x", "../../etc/passwd", "C:\\x", "\\", "\"",
        "\u0001", "\t\n\r", "a\u0000b", "\u202Etxet", "\uFEFF", "\u200B", "e\u0301\u0301\u0301", "\uD83D\uDE00", "\u0130\u0131", "\uFFFF", "ﷺ", "𝟘𝟙", "Ａ",
        "a-zanzibar", "t-x2", "a-", "-", "i-1", "s-1", "*", ",", ",,,", ";", "=", "&", "1,2", "a/b", "a b", "%2F", "%00", "+", "#", "?", "1970-01-01",
    ];

    // Only as escapes: a text with half a surrogate pair cannot be UTF-8.
    private static readonly string[] RawTexts = ["\"\\ud800\"", "\"\\udc00a\"", "\"\\u0000\"", "\"a\\ud83d\"", "\"\\x\"", "\"\u0007\""];

    public static string Text(Random random) => random.Next(12) switch
    {
        < 6 => Words[random.Next(Words.Length)],
        < 9 => Dates[random.Next(Dates.Length)],
        9 => new string((char)('a' + random.Next(26)), 1 << random.Next(14)),
        10 => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => char.ConvertFromUtf32(random.Next(0x20, 0xD7FF)))),
        _ => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)random.Next(0x20, 0x7F))),
    };

    public static JsonNode? Value(Random random) => random.Next(16) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => new JsonArray(),
        3 => new JsonObject(),
        4 => Raw(BrokenNumbers[random.Next(BrokenNumbers.Length)]),
        5 => Raw(RawTexts[random.Next(RawTexts.Length)]),
        6 => Raw(Deep(random)),
        7 => new JsonArray([.. Enumerable.Range(0, random.Next(1, 300)).Select(_ => (JsonNode?)JsonValue.Create(Text(random)))]),
        8 => new JsonObject { [Text(random)] = Text(random) },
        < 12 => Raw(Numbers[random.Next(Numbers.Length)]),
        _ => JsonValue.Create(Text(random)),
    };

    public static JsonNode Number(Random random) => Raw(Numbers[random.Next(Numbers.Length)]);

    public static string Date(Random random) => Dates[random.Next(Dates.Length)];

    /// <summary>A name that stands in the object already.</summary>
    public static string Twice(string name) => NameMark + name;

    /// <summary>The JSON with raw values in their places.</summary>
    public static string Write(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "null";
        int at;
        while ((at = text.IndexOf('"' + RawMark, StringComparison.Ordinal)) >= 0)
        {
            var end = text.IndexOf('"', at + 1);
            var raw = Convert.FromHexString(text.AsSpan(at + 1 + RawMark.Length, end - at - 1 - RawMark.Length));
            text = string.Concat(text.AsSpan(0, at), System.Text.Encoding.UTF8.GetString(raw), text.AsSpan(end + 1));
        }

        return text.Replace(NameMark, string.Empty, StringComparison.Ordinal);
    }

    private static JsonNode Raw(string json) => JsonValue.Create(RawMark + Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(json)));

    private static string Deep(Random random)
    {
        var depth = 1 << random.Next(3, 10);
        return random.Next(2) == 0
            ? new string('[', depth) + new string(']', depth)
            : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
    }
}
