using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Accounts;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Runtime;

namespace Countersign.Tests.Grains.Tenants;

/// <summary>A grain whose author forgot the attribute.</summary>
public interface IUnmarkedGrain : IGrainWithStringKey
{
    Task<string> TellAsync();
}

internal sealed class UnmarkedGrain : Grain, IUnmarkedGrain
{
    public Task<string> TellAsync() => Task.FromResult("a secret");
}

/// <summary>A grain that lets itself be talked into reaching somewhere else.</summary>
public interface IReachingGrain : IGrainWithStringKey
{
    /// <summary>Opens an account of any tenant; true where it was let in.</summary>
    [AllowRoles(RoleSets.Members)]
    Task<bool> ReachAsync(string accountKey);

    /// <summary>The same, but pretending to be that tenant's administrator.</summary>
    [AllowRoles(RoleSets.Members)]
    Task<bool> ReachInDisguiseAsync(string accountKey);
}

internal sealed class ReachingGrain : Grain, IReachingGrain
{
    public async Task<bool> ReachAsync(string accountKey) =>
        await GrainFactory.GetGrain<IAccountGrain>(accountKey).GetPositionAsync(
            Domain.Markets.Symbol.Parse("EURUSD"), Domain.Strategies.StrategyId.Parse("s-any")) is null;

    public Task<bool> ReachInDisguiseAsync(string accountKey)
    {
        CallerContext.Set(new Caller(GrainKeys.TenantOf(accountKey), Actor.Desk, Roles.Desk | Roles.TenantAdmin));
        return ReachAsync(accountKey);
    }
}

/// <summary>Stands behind the tenant boundary and stops what it let through, so that a call needs no sensible arguments.</summary>
internal sealed class BehindTheBoundary : IIncomingGrainCallFilter
{
    public const string Key = "tests.stop-behind-the-boundary";

    public Task Invoke(IIncomingGrainCallContext context) =>
        RequestContext.Get(Key) is true && context.InterfaceMethod.DeclaringType!.Namespace!.StartsWith("Countersign.", StringComparison.Ordinal)
            ? throw new LetThroughException()
            : context.Invoke();
}

/// <summary>The tenant boundary let the call through.</summary>
public sealed class LetThroughException() : Exception("The boundary let the call through.");
