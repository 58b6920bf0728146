using System.Text.RegularExpressions;
using Countersign.Tests.Fixtures;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>A row of a table in the page about the strategy language.</summary>
/// <param name="Object">Path of the object that has the member, such as <c>forbid.news</c>; empty for the strategy itself.</param>
/// <param name="Cells">Without the first, which names the member.</param>
internal sealed record DocumentedMember(string Object, string Name, string[] Cells)
{
    public string Range => Cells[1];

    public string Default => Cells[2];

    public string Example => Cells[3].Trim('`');

    public override string ToString() => $"{Object}.{Name}";
}

/// <summary>What docs/strategies.md says, cut into tables and examples.</summary>
internal sealed partial class StrategyDocument
{
    private static readonly string Text = File.ReadAllText(Path.Combine(SharedFiles.RepositoryRoot, "docs", "strategies.md"));

    public static IReadOnlyList<DocumentedMember> Members { get; } = [.. ReadMembers()];

    /// <summary>The last cells of the table of operands.</summary>
    public static IReadOnlyList<string> Operands { get; } =
    [
        .. Text[Text.IndexOf("## Operands", StringComparison.Ordinal)..Text.IndexOf("## Partners", StringComparison.Ordinal)]
            .Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2).Select(line => CellsOf(line)[^1].Trim('`')),
    ];

    public static IReadOnlyList<string> Strategies { get; } = [.. Blocks().Matches(Text).Select(match => match.Groups[1].Value)];

    private static IEnumerable<DocumentedMember> ReadMembers()
    {
        var heading = string.Empty;
        foreach (var line in Text.Split('\n'))
        {
            if (line.StartsWith('#'))
            {
                heading = line.TrimStart('#', ' ');
            }
            else if (line.StartsWith("| `", StringComparison.Ordinal) && CellsOf(line) is { Length: 5 } cells)
            {
                yield return new DocumentedMember(ObjectOf(heading), cells[0].Trim('`'), cells[1..]);
            }
        }
    }

    private static string ObjectOf(string heading) => heading switch
    {
        "Members" => string.Empty,
        "Rules" => "regime",
        "`within`" or "`atLeast`" or "`votes`" or "`votes.of`" => $"regime.{heading.Trim('`')}",
        _ => heading.Trim('`'),
    };

    private static string[] CellsOf(string line) => line.Trim('|').Split('|', StringSplitOptions.TrimEntries);

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
