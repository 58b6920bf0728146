using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Api.Tenants;

/// <summary>Checks the password and the code of somebody who is signed in. What follows from it is decided by the user's grain.</summary>
internal sealed class CredentialCheck(IGrainFactory grains, Passwords passwords, SecondFactors factors)
{
    // Asynchronous on purpose: the caller set here ends with this method.
    public async Task<(PasswordCheck Password, FactorProof? Factor)> OfAsync(
        AccessToken token, string password, string? code, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.User(token.User), Roles.SignIn));
        var credential = await grains.GetGrain<IUserGrain>(GrainKeys.User(token.Tenant, token.User)).GetCredentialAsync(cancellationToken);
        var right = await passwords.CheckAsync(credential?.PasswordHash, password, cancellationToken);
        return (
            right ? PasswordCheck.Right : PasswordCheck.Wrong,
            factors.Prove(token.Tenant, token.User, credential?.ProtectedCodeSecret, code));
    }
}
