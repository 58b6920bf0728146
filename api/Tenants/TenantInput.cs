using Countersign.Api.Requests;
using Countersign.Domain.Tenants;

namespace Countersign.Api.Tenants;

/// <summary>Reads what requests about members and keys have in common.</summary>
internal static class TenantInput
{
    private const int NamesMax = 16;

    // No set of rules has more than one bit a name, so a caller sees names and never numbers.
    private static readonly Permissions[] Each = [.. Enum.GetValues<Permissions>().Where(p => int.PopCount((int)p) == 1)];

    /// <summary>A password to be: every reason against it is named.</summary>
    public static string NewPassword(this Input input, string field, string? text, params ReadOnlySpan<string> own)
    {
        if (text is null)
        {
            input.Error(field, "It is missing.");
            return string.Empty;
        }

        foreach (var refusal in PasswordPolicy.Check(text, own))
        {
            input.Error(field, refusal.Message);
        }

        return text;
    }

    public static Roles MemberRoles(this Input input, string field, IReadOnlyList<string>? names)
    {
        if (names is { Count: > 0 and <= NamesMax } && names.All(n => n is not null) && RoleNames.Parse([.. names]) is { } roles)
        {
            return roles;
        }

        input.Error(
            field, $"At least one of these is right: {RoleNames.TenantAdmin}, {RoleNames.PortfolioManager}, {RoleNames.Analyst}, {RoleNames.ApiUser}.");
        return Roles.None;
    }

    /// <summary>Permissions by their names.</summary>
    /// <param name="input">What was read of the request.</param>
    /// <param name="field">The field's name.</param>
    /// <param name="names">What was given.</param>
    /// <param name="possible">Which are right here.</param>
    public static Permissions Permissions(this Input input, string field, IReadOnlyList<string>? names, Permissions possible)
    {
        var sum = Domain.Tenants.Permissions.None;
        foreach (var name in names is { Count: <= NamesMax } ? names : [])
        {
            var one = name is null ? null : Choice.Parse<Permissions>(name);
            sum |= one is { } known && possible.HasFlag(known) && int.PopCount((int)known) == 1 ? known : ~Domain.Tenants.Permissions.All;
        }

        if (sum == Domain.Tenants.Permissions.None || (sum & ~possible) != Domain.Tenants.Permissions.None)
        {
            input.Error(field, $"At least one of these is right: {string.Join(", ", Names(possible))}.");
        }

        return sum;
    }

    public static IReadOnlyList<string> Names(Permissions permissions) => [.. Each.Where(p => permissions.HasFlag(p)).Select(Choice.Name)];
}
