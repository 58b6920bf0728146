using System.Security.Cryptography;
using Countersign.Api.Tenants;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;

namespace Countersign.Silo.Tenants;

/// <summary>
/// Keeps the key that access tokens are signed with in <c>DATA/keys</c>, encrypted by Data Protection (AES-256-GCM) whose own keys stand
/// beside it. Folder and files are for their owner only.
/// </summary>
public static class SigningKeyStore
{
    private const string FileName = "access-token-key.protected";
    private const string Purpose = "Countersign.AccessTokenKey.v1";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Adds Data Protection and the signing key, made at the first use and the same ever after.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="dataDirectory">The desk's data directory; its folder <c>keys</c> is made where it is missing.</param>
    public static IServiceCollection AddSigningKey(this IServiceCollection services, string dataDirectory)
    {
        var folder = Path.Combine(dataDirectory, "keys");
        CreateOwnerOnly(folder);

        // It warns at the first start that its own keys lie in a file: they do, in a folder that is its owner's only.
        services.AddLogging(l => l.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
        services.AddDataProtection()
            .SetApplicationName("countersign")
            .PersistKeysToFileSystem(new DirectoryInfo(folder))
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        return services.AddSingleton<IAccessTokenKey>(s => LoadOrCreate(folder, s.GetRequiredService<IDataProtectionProvider>()));
    }

    /// <summary>The key in the folder; a new one where there is none.</summary>
    /// <exception cref="CryptographicException">The file is damaged, or its Data Protection keys are gone: remove it to begin with a new
    /// key,
    /// which ends all sessions.</exception>
    internal static EcdsaTokenKey LoadOrCreate(string folder, IDataProtectionProvider protection)
    {
        var path = Path.Combine(folder, FileName);
        var protector = protection.CreateProtector(Purpose);
        if (!File.Exists(path))
        {
            Create(path, protector);
        }

        var pkcs8 = protector.Unprotect(File.ReadAllBytes(path));
        try
        {
            return EcdsaTokenKey.FromPkcs8(pkcs8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    // Written aside and then named, so that a crash leaves no half key and of two processes that start together one wins.
    private static void Create(string path, IDataProtector protector)
    {
        using var key = EcdsaTokenKey.Create();
        var pkcs8 = key.ToPkcs8();
        var aside = $"{path}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(aside, options))
        {
            file.Write(protector.Protect(pkcs8));
            file.Flush(flushToDisk: true);
        }

        CryptographicOperations.ZeroMemory(pkcs8);
        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }

    private static void CreateOwnerOnly(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        File.SetUnixFileMode(folder, OwnerOnly | UnixFileMode.UserExecute);
    }
}
