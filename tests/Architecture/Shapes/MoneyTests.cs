using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Tests.Architecture.Reading;
using Xunit;

namespace Countersign.Tests.Architecture.Shapes;

public sealed class MoneyTests
{
    private const string Head = "using Countersign.Domain.Markets; using Countersign.Domain.Accounts; class Use { object M(Price p, Quantity q, Money m) => ";

    [Theory]
    [InlineData(typeof(Price))]
    [InlineData(typeof(Quantity))]
    [InlineData(typeof(Money))]
    public void MoneyType_OfTheDomain_MeetsDoublesAtTheSeamOnly(Type type) =>
        Rule.Holds(MoneyRule.Check(DeskAssemblies.Read(DeskAssemblies.Domain).GetType(type.FullName)));

    [Theory]
    [InlineData("public static Offender operator *(Offender a, Offender b) => a;", "Offender combined with Offender by op_Multiply is no Offender")]
    [InlineData("public static implicit operator decimal(Offender a) => 0m;", "Offender converts to or from Decimal without saying so")]
    [InlineData("public double AsStatistic() => 0;", "Offender.AsStatistic leaves decimals beside the seam ToDouble")]
    [InlineData("public void Scale(double by) { }", "Offender.Scale takes binary floating point")]
    [InlineData("private readonly double value = 0;", "Offender holds binary floating point in value")]
    public void MoneyType_MixingDecimalsAndDoubles_IsFound(string member, string found) =>
        Assert.Equal([found], MoneyRule.Check(Sample.Compile($"public class Offender {{ {member} }}").GetType("Offender")));

    [Theory]
    [InlineData("p * p", "CS0019")]
    [InlineData("p + p", "CS0019")]
    [InlineData("m * m", "CS0019")]
    [InlineData("p + q", "CS0019")]
    [InlineData("p + 1.5", "CS0019")]
    [InlineData("(double)p", "CS0030")]
    public void MoneyTypes_CombinedWithoutMeaning_DoNotCompile(string expression, string error) =>
        Assert.Equal([error], Sample.Errors(Head + expression + "; }"));

    [Theory]
    [InlineData("p - p")]
    [InlineData("p + 1.5m")]
    [InlineData("m + m")]
    [InlineData("p.ToDouble()")]
    public void MoneyTypes_CombinedWithMeaning_Compile(string expression) => Rule.Holds(Sample.Errors(Head + expression + "; }"));
}
