using System.Collections.Concurrent;
using System.Reflection;
using Countersign.Domain.Tenants;
using Orleans;

namespace Countersign.Grains.Tenants;

/// <summary>
/// The tenant boundary: every call to a grain of ours must carry a caller whose tenant is the key's and whose roles the method allows. Deny by
/// default: a method without <see cref="AllowRolesAttribute"/> is denied to everybody. The runtime's own interfaces (streams, reminders) pass.
/// </summary>
internal sealed class TenantBoundary : IIncomingGrainCallFilter
{
    private static readonly ConcurrentDictionary<MethodInfo, Roles?> Allowed = new();

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (Allowed.GetOrAdd(context.InterfaceMethod, RolesOf) is { } allowed)
        {
            Check(context, allowed, CallerContext.Current);
        }

        return context.Invoke();
    }

    /// <summary>The allowed roles; null for the runtime's own interfaces, which are not checked.</summary>
    internal static Roles? RolesOf(MethodInfo method) =>
        method.DeclaringType!.Namespace is { } ns && (ns == "Orleans" || ns.StartsWith("Orleans.", StringComparison.Ordinal))
            ? null
            : method.GetCustomAttribute<AllowRolesAttribute>()?.Roles ?? Roles.None;

    private static void Check(IIncomingGrainCallContext context, Roles allowed, Caller? caller)
    {
        var method = context.MethodName;
        if (caller is null)
        {
            throw new NoCallerException($"{method} was called for nobody: set a caller before calling grains.");
        }

        if (GrainKeys.TenantOf(context.TargetId.Key.ToString()!) is { } owner && !MayEnter(caller, owner, allowed))
        {
            throw new ForeignTenantException($"{method} was called on another tenant's grain.");
        }

        if ((caller.Roles & allowed) == Roles.None)
        {
            throw new RoleDeniedException($"{method} is not allowed for the role {caller.Roles}.");
        }
    }

    /// <summary>
    /// A tenant's caller enters its own tenant only. Callers without a tenant are the platform's: they enter where the method names their
    /// role, which no trading method does.
    /// </summary>
    private static bool MayEnter(Caller caller, TenantId owner, Roles allowed) =>
        caller.Tenant is { } tenant
            ? tenant == owner
            : (caller.Roles & allowed & (Roles.PlatformAdmin | Roles.SignIn)) != Roles.None;
}
