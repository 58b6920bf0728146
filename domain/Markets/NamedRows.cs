using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Countersign.Domain.Markets;

/// <summary>A record of a file: its fields by their names in lower case, texts trimmed, empty ones left out.</summary>
/// <param name="Line">Of a CSV file its line, from 1; of a JSON file its place in the list, from 1.</param>
public sealed record NamedRow(long Line, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>The first of some names that has a text; null where none has.</summary>
    public string? this[params ReadOnlySpan<string> names]
    {
        get
        {
            foreach (var name in names)
            {
                if (Fields.TryGetValue(name, out var text))
                {
                    return text;
                }
            }

            return null;
        }
    }
}

/// <summary>A record that cannot be used, and why.</summary>
public sealed record RowDefect(long Line, string Detail);

/// <summary>Reads a list of records: CSV with a header line, or a JSON array of objects. A file that begins with a bracket is JSON.</summary>
internal static class NamedRows
{
    /// <summary>Records that a file may have; more are a defect.</summary>
    public const int RowsMax = 200_000;

    public static ImmutableArray<NamedRow> Read(string text, ImmutableArray<RowDefect>.Builder defects)
    {
        var content = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (content.Length == 0)
        {
            defects.Add(new RowDefect(1, "The file is empty: a CSV file with a header line or a JSON list is right."));
            return [];
        }

        return content[0] is '[' or '{' ? ReadJson(content, defects) : ReadCsv(content, defects);
    }

    private static ImmutableArray<NamedRow> ReadCsv(string text, ImmutableArray<RowDefect>.Builder defects)
    {
        var rows = ImmutableArray.CreateBuilder<NamedRow>();
        string[]? header = null;
        var number = 0L;
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (Split(line) is not { } cells)
            {
                defects.Add(new RowDefect(number, "A quotation mark is open at the end of the line."));
            }
            else if (header is null)
            {
                header = [.. cells.Select(name => name.Trim().ToLowerInvariant())];
            }
            else if (cells.Count > header.Length)
            {
                defects.Add(new RowDefect(number, FormattableString.Invariant($"It has {cells.Count} fields; the header names {header.Length}.")));
            }
            else if (!IsFull(rows, number, defects))
            {
                rows.Add(new NamedRow(number, Named(header.Zip(cells))));
            }
        }

        return rows.ToImmutable();
    }

    private static ImmutableArray<NamedRow> ReadJson(string text, ImmutableArray<RowDefect>.Builder defects)
    {
        var rows = ImmutableArray.CreateBuilder<NamedRow>();
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                defects.Add(new RowDefect(1, "The file is a JSON object: a list of objects is right."));
                return [];
            }

            var number = 0L;
            foreach (var item in document.RootElement.EnumerateArray())
            {
                number++;
                if (item.ValueKind != JsonValueKind.Object)
                {
                    defects.Add(new RowDefect(number, $"It is {item.ValueKind}: an object is right."));
                }
                else if (!IsFull(rows, number, defects))
                {
                    rows.Add(new NamedRow(number, Named(item.EnumerateObject().Select(p => (p.Name.ToLowerInvariant(), TextOf(p.Value))))));
                }
            }
        }
        catch (JsonException e)
        {
            defects.Add(new RowDefect((e.LineNumber ?? 0) + 1, "This is no JSON: " + e.Message));
        }

        return rows.ToImmutable();
    }

    private static bool IsFull(ImmutableArray<NamedRow>.Builder rows, long line, ImmutableArray<RowDefect>.Builder defects)
    {
        if (rows.Count == RowsMax)
        {
            defects.Add(new RowDefect(line, FormattableString.Invariant($"A file may have {RowsMax} records: split it.")));
        }

        return rows.Count >= RowsMax;
    }

    private static Dictionary<string, string> Named(IEnumerable<(string Name, string Text)> fields)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in fields)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                named.TryAdd(name, text.Trim());
            }
        }

        return named;
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => string.Empty,
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(TextOf)),
        _ => value.GetRawText(),
    };

    /// <summary>The fields of a line by RFC 4180, within one line; null where a quotation mark stays open.</summary>
    private static List<string>? Split(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                cell.Append(line[++i]);
            }
            else if (c == '"' && (quoted || string.IsNullOrWhiteSpace(cell.ToString())))
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return quoted ? null : cells;
    }
}
