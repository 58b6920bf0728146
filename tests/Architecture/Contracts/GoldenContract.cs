namespace Countersign.Tests.Architecture.Contracts;

/// <summary>Compares shapes with those that were promised: what is stored somewhere must stay readable, so shapes only grow.</summary>
internal static class GoldenContract
{
    private const string Advice = "Journals hold it: give it back, and store a new shape under a new name (.v2).";

    /// <summary>What no longer is as promised.</summary>
    public static IEnumerable<string> Broken(string golden, string now)
    {
        var today = Blocks(now);
        return Blocks(golden).SelectMany(block => today.TryGetValue(block.Key, out var lines)
            ? BrokenIn(block.Key, block.Value, lines)
            : [$"'{block.Key}' is gone. {Advice}"]);
    }

    /// <summary>What is there and was not promised yet.</summary>
    public static IEnumerable<string> Added(string golden, string now)
    {
        var promised = Blocks(golden);
        return Blocks(now).SelectMany(block => promised.TryGetValue(block.Key, out var lines)
            ? block.Value.Except(lines).Select(l => $"{block.Key}: {l}")
            : [block.Key]);
    }

    private static IEnumerable<string> BrokenIn(string head, string[] promised, string[] today)
    {
        foreach (var line in promised.Except(today))
        {
            yield return $"'{head}' no longer has '{line}'. {Advice}";
        }

        if (!today.Where(promised.Contains).SequenceEqual(promised.Where(today.Contains)))
        {
            yield return $"'{head}' has its members in another order. Put them back: new ones go last.";
        }

        foreach (var line in today.Except(promised).Where(l => IsMember(l) && !l.EndsWith('?')))
        {
            yield return $"'{head}' has a new member '{line}' that must be there, and stored ones do not have it: make it nullable.";
        }
    }

    private static bool IsMember(string line) => line.Contains(": ", StringComparison.Ordinal) && !line.StartsWith('$');

    private static Dictionary<string, string[]> Blocks(string text)
    {
        var blocks = new Dictionary<string, List<string>>();
        List<string> block = [];
        foreach (var line in text.Split('\n').Where(l => l.Length > 0))
        {
            if (line.StartsWith(' '))
            {
                block.Add(line.Trim());
            }
            else
            {
                blocks.Add(line, block = []);
            }
        }

        return blocks.ToDictionary(b => b.Key, b => b.Value.ToArray());
    }
}
