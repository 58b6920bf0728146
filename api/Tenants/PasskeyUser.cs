using System.Buffers.Text;
using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Microsoft.AspNetCore.Identity;
using Orleans;

namespace Countersign.Api.Tenants;

/// <summary>A user as ASP.NET Core Identity's passkey ceremonies see it.</summary>
internal sealed record PasskeyUser(TenantId Tenant, UserId User, ImmutableList<Passkey> Passkeys)
{
    /// <summary>What an authenticator keeps to say whose a passkey is.</summary>
    public string Handle => $"{Tenant}/{User}";
}

/// <summary>
/// Reads users for Identity's passkey ceremonies. It changes none: what a ceremony proved becomes a command to the user's grain, where
/// attempts at the same moment count one after the other.
/// </summary>
internal sealed class PasskeyUserStore(IGrainFactory grains) : IUserPasskeyStore<PasskeyUser>
{
    public async Task<PasskeyUser?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        if (userId.Split('/') is not [var tenantText, var userText])
        {
            return null;
        }

        try
        {
            var (tenant, user) = (TenantId.Parse(tenantText), UserId.Parse(userText));

            // Asynchronous on purpose: the caller set here ends with this method.
            CallerContext.Set(new Caller(null, Actor.User(user), Roles.SignIn));
            return await grains.GetGrain<IUserGrain>(GrainKeys.User(tenant, user)).GetCredentialAsync(cancellationToken) is { } credential
                ? new PasskeyUser(tenant, user, credential.Passkeys)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public Task<string> GetUserIdAsync(PasskeyUser user, CancellationToken cancellationToken) => Task.FromResult(user.Handle);

    public Task<string?> GetUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Handle);

    public Task<string?> GetNormalizedUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Handle);

    public Task<PasskeyUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindByIdAsync(normalizedUserName, cancellationToken);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. user.Passkeys.Select(ToInfo)]);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken)
    {
        var id = Base64Url.EncodeToString(credentialId);
        return Task.FromResult(user.Passkeys.Find(p => p.CredentialId == id) is { } passkey ? ToInfo(passkey) : null);
    }

    // A passkey is looked for among its user's own, whom the authenticator names; there is no list over all tenants.
    public Task<PasskeyUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult<PasskeyUser?>(null);

    public Task AddOrUpdatePasskeyAsync(PasskeyUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadOnly();

    public Task RemovePasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadOnly();

    public Task SetUserNameAsync(PasskeyUser user, string? userName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task SetNormalizedUserNameAsync(PasskeyUser user, string? normalizedName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> CreateAsync(PasskeyUser user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> UpdateAsync(PasskeyUser user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> DeleteAsync(PasskeyUser user, CancellationToken cancellationToken) => throw ReadOnly();

    public void Dispose()
    {
    }

    // Of the ceremony that made it only what checks need is kept.
    private static UserPasskeyInfo ToInfo(Passkey passkey) => new(
        Base64Url.DecodeFromChars(passkey.CredentialId), Base64Url.DecodeFromChars(passkey.PublicKey), passkey.CreatedAt, (uint)passkey.SignCount,
        [.. passkey.Transports], passkey.UserVerified, passkey.BackupEligible, passkey.BackedUp, [], [])
    {
        Name = passkey.Name,
    };

    private static NotSupportedException ReadOnly() => new("Users are changed by commands to their grains.");
}
