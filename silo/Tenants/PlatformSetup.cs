using System.Collections.Immutable;
using Countersign.Api.Tenants;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Silo.Tenants;

/// <summary>Makes the people who manage tenants. They belong to the platform, which no tenant's caller enters.</summary>
internal sealed class PlatformSetup(IGrainFactory grains, IReadModels reads, Passwords passwords)
{
    /// <summary>Makes one; what is refused, or nothing.</summary>
    /// <param name="login">The login name, unique over all tenants.</param>
    /// <param name="output">Where the password is told, before its user is made: a crash in between must lose none.</param>
    /// <param name="cancellationToken">Stops the set-up.</param>
    public async Task<ImmutableArray<Refusal>> CreateAsync(string login, TextWriter output, CancellationToken cancellationToken)
    {
        var normalised = Logins.Normalise(login);
        if (Logins.Check(normalised) is { } malformed)
        {
            return [malformed];
        }

        CallerContext.Set(new Caller(null, Actor.Desk, Roles.PlatformAdmin));
        if (await reads.FindLoginAsync(normalised, cancellationToken) is not null)
        {
            return [TenantRefusals.LoginTaken(normalised)];
        }

        var user = UserId.New(Guid.NewGuid());
        var made = new MadeUser(normalised, MadePassword.New(), Roles.PlatformAdmin);
        await output.WriteLineAsync("The platform has one more administrator. The password is shown once:");
        await output.WriteLineAsync(made.Describe());
        CallerContext.Set(new Caller(TenantId.Platform, Actor.Desk, Roles.Desk));
        var register = new RegisterUser(
            CommandId.New(Guid.NewGuid()), Actor.Desk, user, TenantId.Platform, normalised, "Platform administrator", Roles.PlatformAdmin,
            passwords.Hash(made.Password));
        return await grains.GetGrain<IUserGrain>(GrainKeys.User(TenantId.Platform, user)).RegisterAsync(register, cancellationToken)
            is Reply<UserProfile>.Refused refused ? refused.Refusals : [];
    }
}
