using Countersign.Tests.Architecture.Reading;
using Xunit;

namespace Countersign.Tests.Architecture.Shapes;

public sealed class IdTests
{
    private const string Parse = "{ public static OrderId Parse(string text) => default!; }";

    [Fact]
    public void Ids_OfTheDomain_AreReadonlyRecordStructsWithParse() => Rule.Holds(IdRule.Check(DeskAssemblies.Read(DeskAssemblies.Domain)));

    [Theory]
    [InlineData("public sealed record OrderId(string Value) " + Parse, "OrderId is not a readonly record struct")]
    [InlineData("public record struct OrderId(string Value) " + Parse, "OrderId is not a readonly record struct")]
    [InlineData("public readonly struct OrderId " + Parse, "OrderId is not a readonly record struct")]
    [InlineData("public readonly record struct OrderId(string Value);", "OrderId has no Parse")]
    public void Id_ShapedOtherwise_IsFound(string offender, string found) => Assert.Equal([found], IdRule.Check(Sample.Compile(offender)));
}
