namespace Countersign.Grains.Tenants;

/// <summary>The tenant boundary refused a call. The kinds are types, because a type survives every way between silos.</summary>
public abstract class AccessDeniedException(string message) : Exception(message);

/// <summary>The call carried no caller.</summary>
public sealed class NoCallerException(string message) : AccessDeniedException(message);

/// <summary>The grain belongs to another tenant; outside it looks like one that does not exist.</summary>
public sealed class ForeignTenantException(string message) : AccessDeniedException(message);

/// <summary>The caller's roles do not allow the method.</summary>
public sealed class RoleDeniedException(string message) : AccessDeniedException(message);
