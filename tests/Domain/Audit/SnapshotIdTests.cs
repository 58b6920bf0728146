using System.Text;
using Countersign.Domain.Audit;
using Xunit;

namespace Countersign.Tests.Domain.Audit;

public sealed class SnapshotIdTests
{
    [Fact]
    public void Id_OfAContent_IsTheHashOfItsKindAndContent()
    {
        // printf 'Market\n{}' | sha256sum
        var id = SnapshotId.Of(SnapshotKind.Market, Encoding.UTF8.GetBytes("{}"));

        Assert.Equal("snap-89bb709107c70133722e9720feaf18121036957bf55a409f4a79c6c2d6374691", id.Value);
        Assert.Equal(id, SnapshotId.Parse(id.Value));
        Assert.NotEqual(id, SnapshotId.Of(SnapshotKind.Calendar, Encoding.UTF8.GetBytes("{}")));
        Assert.NotEqual(id, SnapshotId.Of(SnapshotKind.Market, Encoding.UTF8.GetBytes("{ }")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("snap-")]
    [InlineData("i-1")]
    [InlineData("snap-../x")]
    public void Id_OfAnotherForm_IsRefused(string text) => Assert.Throws<FormatException>(() => SnapshotId.Parse(text));
}
