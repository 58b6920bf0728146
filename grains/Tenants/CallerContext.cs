using Countersign.Domain.Tenants;
using Orleans.Runtime;

namespace Countersign.Grains.Tenants;

/// <summary>The caller that travels with grain calls.</summary>
public static class CallerContext
{
    private const string Key = "countersign.caller";

    /// <summary>The caller of the running request; null outside one.</summary>
    public static Caller? Current => RequestContext.Get(Key) as Caller;

    /// <summary>Sets the caller for every grain call of this asynchronous flow.</summary>
    public static void Set(Caller caller) => RequestContext.Set(Key, caller);

    /// <summary>Who to record with an event.</summary>
    internal static Domain.Audit.Actor Actor => Current?.Actor ?? Domain.Audit.Actor.Desk;
}
