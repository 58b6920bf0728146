using System.Reflection;
using Countersign.Api.Contracts;
using Countersign.Tests.Architecture.Reading;
using Countersign.Tests.Architecture.Sources;
using Xunit;

namespace Countersign.Tests.Architecture.Shapes;

public sealed class RefusalCodeTests
{
    private static IEnumerable<TextFile> Production => Tracked.CSharp.Where(f => !f.Path.StartsWith("tests/", StringComparison.Ordinal));

    [Fact]
    public void RefusalCodes_OfTheDesk_AreDottedLowerCaseWords() => Rule.Holds(Production.SelectMany(RefusalCodeRule.Check));

    [Fact]
    public void RefusalCodes_FoundInTheSource_AreMany() => Assert.InRange(Production.SelectMany(RefusalCodeRule.CodesIn).Count(), 35, 1_000);

    [Fact]
    public void ProblemCodes_OfTheApi_AreDottedLowerCaseWordsAndDifferent()
    {
        var codes = typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!).ToArray();

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.True(RefusalCodeRule.IsCode(code), code));
        Assert.Distinct(codes);
    }

    [Theory]
    [InlineData("""class C { object M() => new Refusal("Risk.MaxLoss", "No."); }""", "Risk.MaxLoss")]
    [InlineData("""class C { Refusal M() => new("risk.max-loss", "No."); }""", "risk.max-loss")]
    [InlineData("""class C { static readonly Refusal No = new("risk max", "No."); }""", "risk max")]
    [InlineData("""sealed record No() : Refusal("risk.", "No.");""", "risk.")]
    [InlineData("""class C { Refusal Q => new("", "No."); }""", "")]
    public void RefusalCode_WrittenOtherwise_IsFound(string source, string code) => Assert.Equal(
        [$"domain/C.cs:1 '{code}' is not a code: dotted lower-case words are"], RefusalCodeRule.Check(new TextFile("domain/C.cs", source)));

    [Theory]
    [InlineData("risk.max_daily_loss", true)]
    [InlineData("not_found", true)]
    [InlineData("risk..loss", false)]
    [InlineData(".risk", false)]
    [InlineData("risk\n", false)]
    [InlineData("risk.max2", false)]
    public void Code_ByItsShape_IsOneOrNot(string text, bool isCode) => Assert.Equal(isCode, RefusalCodeRule.IsCode(text));
}
