using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>Whatever stands in the text, reading answers with a definition or with errors and never throws.</summary>
public sealed class StrategyJsonFuzzTests
{
    private const string Bits = "{}[]:,\"\\/ .-+eE019abcMHD()<>\u0000\ud800é€𝄞";

    [Theory]
    [MemberData(nameof(StrategyJsonTests.Examples), MemberType = typeof(StrategyJsonTests))]
    public void Parse_MutatedExamples_AnswersAndNeverThrows(string example)
    {
        var random = new Random(20140506);
        var text = StrategyJson.Write(ExampleStrategies.Read(example));
        var refused = 0;
        for (var i = 0; i < 1_000; i++)
        {
            switch (StrategyJson.Parse(Mutate(text, random)))
            {
                case StrategyParseResult.Valid valid:
                    Assert.Equal(valid.Definition, ExampleStrategies.Parse(StrategyJson.Write(valid.Definition)));
                    break;
                case StrategyParseResult.Invalid invalid:
                    refused++;
                    Assert.NotEmpty(invalid.Errors);
                    Assert.All(invalid.Errors, error => Assert.StartsWith("$", error.Path, StringComparison.Ordinal));
                    break;
            }
        }

        Assert.InRange(refused, 500, 1_000);
    }

    private static string Mutate(string text, Random random)
    {
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(text.Length);
            var length = random.Next(0, Math.Min(12, text.Length - at));
            text = random.Next(3) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Bits[random.Next(Bits.Length)].ToString()),
                _ => text.Insert(random.Next(text.Length), text.Substring(at, length)),
            };
        }

        return text;
    }
}
