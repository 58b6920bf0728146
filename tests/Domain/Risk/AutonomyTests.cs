using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

public sealed class AutonomyTests
{
    [Fact]
    public void Decide_WhereEverythingNeedsApproval_AsksAPerson() =>
        Assert.IsType<AutonomyDecision.NeedsApproval>(AutonomyGate.Decide(new Autonomy.ApproveEverything(), new Quantity(1m)));

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    public void Decide_UnderALimit_GoesOnItsOwnUpToItAndSaysWhy(int quantity, bool auto)
    {
        var decision = AutonomyGate.Decide(new Autonomy.AutoUnder(new Quantity(1_000m)), new Quantity(quantity));

        Assert.Equal(auto, decision is AutonomyDecision.Auto);
        Assert.Contains($"{quantity}", decision.Reason, StringComparison.Ordinal);
        Assert.Contains("1000", decision.Reason, StringComparison.Ordinal);
    }
}
