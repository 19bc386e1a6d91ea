// Written by `npm run validators` from model/schemas with ajv: compiling at each start takes a fifth of a second.
// @ts-nocheck
import type { ValidateFunction } from "ajv";
import { DEFINITION_FORMATS } from "./definitions";
"use strict";
const accepted = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://rolegate.dev/schemas/accepted.schema.json","title":"rolegate accepted functions","type":"object","additionalProperties":false,"required":["functions"],"properties":{"functions":{"type":"array","items":{"$ref":"#/$defs/acceptedFunction"},"examples":[[]]}},"$defs":{"acceptedFunction":{"type":"object","title":"Accepted function","additionalProperties":false,"required":["environment","function","runsAs","sha256","gives","reason","owner","expires"],"properties":{"environment":{"examples":["prod"],"$ref":"#/$defs/environmentName"},"function":{"type":"string","pattern":"^.+\\..+\\(.*\\)$","patternErrorMessage":"a function is written schema.name(argument types), for example pgbouncer.get_auth(text)","examples":["pgbouncer.get_auth(text)"]},"runsAs":{"examples":["postgres"],"$ref":"#/$defs/roleName"},"sha256":{"type":"string","pattern":"^[0-9a-f]{64}$","patternErrorMessage":"it is the SHA-256 that the finding prints: 64 digits and letters a to f, in quotes if they are all digits","examples":["0f4d9a52c7b1e3866d2f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c9d"]},"gives":{"type":"array","items":{"$ref":"#/$defs/acceptedCapability"},"uniqueItems":true,"examples":[["read-credentials"],[]]},"reason":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["pgbouncer looks up verifiers; the body selects one row"]},"owner":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["dba@example.com"]},"expires":{"examples":["2027-03-31"],"$ref":"#/$defs/date"}}},"acceptedCapability":{"enum":["monitor","read-all-settings","read-all-stats","stat-scan-tables","guarded-signals","read-all-data","write-all-data","read-credentials","replication","bypass-row-security","signal-backend","create-role","create-database","checkpoint","maintain","create-subscription","reserved-connections","signal-autovacuum","alter-system","platform-administrator"],"format":"acceptedCapability"},"environmentName":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$","patternErrorMessage":"an environment's name has letters, digits, `.`, `_` and `-`, first a letter or digit","maxLength":63,"examples":["prod"]},"roleName":{"type":"string","minLength":1,"examples":["orders_app"],"format":"roleName"},"date":{"type":"string","pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$","patternErrorMessage":"a day is written YYYY-MM-DD, for example 2027-01-31","examples":["2027-01-31"],"format":"date"}}};
const schema32 = {"type":"object","title":"Accepted function","additionalProperties":false,"required":["environment","function","runsAs","sha256","gives","reason","owner","expires"],"properties":{"environment":{"examples":["prod"],"$ref":"#/$defs/environmentName"},"function":{"type":"string","pattern":"^.+\\..+\\(.*\\)$","patternErrorMessage":"a function is written schema.name(argument types), for example pgbouncer.get_auth(text)","examples":["pgbouncer.get_auth(text)"]},"runsAs":{"examples":["postgres"],"$ref":"#/$defs/roleName"},"sha256":{"type":"string","pattern":"^[0-9a-f]{64}$","patternErrorMessage":"it is the SHA-256 that the finding prints: 64 digits and letters a to f, in quotes if they are all digits","examples":["0f4d9a52c7b1e3866d2f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c9d"]},"gives":{"type":"array","items":{"$ref":"#/$defs/acceptedCapability"},"uniqueItems":true,"examples":[["read-credentials"],[]]},"reason":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["pgbouncer looks up verifiers; the body selects one row"]},"owner":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["dba@example.com"]},"expires":{"examples":["2027-03-31"],"$ref":"#/$defs/date"}}};
const schema33 = {"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$","patternErrorMessage":"an environment's name has letters, digits, `.`, `_` and `-`, first a letter or digit","maxLength":63,"examples":["prod"]};
const schema34 = {"type":"string","minLength":1,"examples":["orders_app"],"format":"roleName"};
const schema35 = {"enum":["monitor","read-all-settings","read-all-stats","stat-scan-tables","guarded-signals","read-all-data","write-all-data","read-credentials","replication","bypass-row-security","signal-backend","create-role","create-database","checkpoint","maintain","create-subscription","reserved-connections","signal-autovacuum","alter-system","platform-administrator"],"format":"acceptedCapability"};
const schema36 = {"type":"string","pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$","patternErrorMessage":"a day is written YYYY-MM-DD, for example 2027-01-31","examples":["2027-01-31"],"format":"date"};
const func0 = require("ajv/dist/runtime/ucs2length").default;
const pattern4 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._-]*$", "u");
const pattern5 = new RegExp("^.+\\..+\\(.*\\)$", "u");
const pattern6 = new RegExp("^[0-9a-f]{64}$", "u");
const pattern7 = new RegExp("\\S", "u");
const pattern9 = new RegExp("^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$", "u");
const formats0 = DEFINITION_FORMATS.roleName;
const formats2 = DEFINITION_FORMATS.acceptedCapability;
const formats4 = DEFINITION_FORMATS.date;

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.environment === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "environment"},schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.function === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "function"},schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.runsAs === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "runsAs"},schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.sha256 === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "sha256"},schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.gives === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "gives"},schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.reason === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "reason"},schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.owner === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "owner"},schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.expires === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "expires"},schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "environment") || (key0 === "function")) || (key0 === "runsAs")) || (key0 === "sha256")) || (key0 === "gives")) || (key0 === "reason")) || (key0 === "owner")) || (key0 === "expires"))){
const err8 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.environment !== undefined){
let data0 = data.environment;
if(typeof data0 === "string"){
if(func0(data0) > 63){
const err9 = {instancePath:instancePath+"/environment",schemaPath:"#/$defs/environmentName/maxLength",keyword:"maxLength",params:{limit: 63},schema:63,parentSchema:schema33,data:data0};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!pattern4.test(data0)){
const err10 = {instancePath:instancePath+"/environment",schemaPath:"#/$defs/environmentName/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"},schema:"^[A-Za-z0-9][A-Za-z0-9._-]*$",parentSchema:schema33,data:data0};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/environment",schemaPath:"#/$defs/environmentName/type",keyword:"type",params:{type: "string"},schema:schema33.type,parentSchema:schema33,data:data0};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.function !== undefined){
let data1 = data.function;
if(typeof data1 === "string"){
if(!pattern5.test(data1)){
const err12 = {instancePath:instancePath+"/function",schemaPath:"#/properties/function/pattern",keyword:"pattern",params:{pattern: "^.+\\..+\\(.*\\)$"},schema:"^.+\\..+\\(.*\\)$",parentSchema:schema32.properties.function,data:data1};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/function",schemaPath:"#/properties/function/type",keyword:"type",params:{type: "string"},schema:schema32.properties.function.type,parentSchema:schema32.properties.function,data:data1};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.runsAs !== undefined){
let data2 = data.runsAs;
if(typeof data2 === "string"){
if(func0(data2) < 1){
const err14 = {instancePath:instancePath+"/runsAs",schemaPath:"#/$defs/roleName/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema34,data:data2};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(!(formats0(data2))){
const err15 = {instancePath:instancePath+"/runsAs",schemaPath:"#/$defs/roleName/format",keyword:"format",params:{format: "roleName"},schema:"roleName",parentSchema:schema34,data:data2};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/runsAs",schemaPath:"#/$defs/roleName/type",keyword:"type",params:{type: "string"},schema:schema34.type,parentSchema:schema34,data:data2};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.sha256 !== undefined){
let data3 = data.sha256;
if(typeof data3 === "string"){
if(!pattern6.test(data3)){
const err17 = {instancePath:instancePath+"/sha256",schemaPath:"#/properties/sha256/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"},schema:"^[0-9a-f]{64}$",parentSchema:schema32.properties.sha256,data:data3};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/sha256",schemaPath:"#/properties/sha256/type",keyword:"type",params:{type: "string"},schema:schema32.properties.sha256.type,parentSchema:schema32.properties.sha256,data:data3};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.gives !== undefined){
let data4 = data.gives;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if(!((((((((((((((((((((data5 === "monitor") || (data5 === "read-all-settings")) || (data5 === "read-all-stats")) || (data5 === "stat-scan-tables")) || (data5 === "guarded-signals")) || (data5 === "read-all-data")) || (data5 === "write-all-data")) || (data5 === "read-credentials")) || (data5 === "replication")) || (data5 === "bypass-row-security")) || (data5 === "signal-backend")) || (data5 === "create-role")) || (data5 === "create-database")) || (data5 === "checkpoint")) || (data5 === "maintain")) || (data5 === "create-subscription")) || (data5 === "reserved-connections")) || (data5 === "signal-autovacuum")) || (data5 === "alter-system")) || (data5 === "platform-administrator"))){
const err19 = {instancePath:instancePath+"/gives/" + i0,schemaPath:"#/$defs/acceptedCapability/enum",keyword:"enum",params:{allowedValues: schema35.enum},schema:schema35.enum,parentSchema:schema35,data:data5};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(typeof data5 === "string"){
if(!(formats2(data5))){
const err20 = {instancePath:instancePath+"/gives/" + i0,schemaPath:"#/$defs/acceptedCapability/format",keyword:"format",params:{format: "acceptedCapability"},schema:"acceptedCapability",parentSchema:schema35,data:data5};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
if(new Set(data4).size < data4.length){
const err21 = {instancePath:instancePath+"/gives",schemaPath:"#/properties/gives/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema32.properties.gives,data:data4};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/gives",schemaPath:"#/properties/gives/type",keyword:"type",params:{type: "array"},schema:schema32.properties.gives.type,parentSchema:schema32.properties.gives,data:data4};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.reason !== undefined){
let data6 = data.reason;
if(typeof data6 === "string"){
if(!pattern7.test(data6)){
const err23 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/pattern",keyword:"pattern",params:{pattern: "\\S"},schema:"\\S",parentSchema:schema32.properties.reason,data:data6};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type: "string"},schema:schema32.properties.reason.type,parentSchema:schema32.properties.reason,data:data6};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.owner !== undefined){
let data7 = data.owner;
if(typeof data7 === "string"){
if(!pattern7.test(data7)){
const err25 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/pattern",keyword:"pattern",params:{pattern: "\\S"},schema:"\\S",parentSchema:schema32.properties.owner,data:data7};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/type",keyword:"type",params:{type: "string"},schema:schema32.properties.owner.type,parentSchema:schema32.properties.owner,data:data7};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.expires !== undefined){
let data8 = data.expires;
if(typeof data8 === "string"){
if(!pattern9.test(data8)){
const err27 = {instancePath:instancePath+"/expires",schemaPath:"#/$defs/date/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$"},schema:"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",parentSchema:schema36,data:data8};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(!(formats4(data8))){
const err28 = {instancePath:instancePath+"/expires",schemaPath:"#/$defs/date/format",keyword:"format",params:{format: "date"},schema:"date",parentSchema:schema36,data:data8};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
else {
const err29 = {instancePath:instancePath+"/expires",schemaPath:"#/$defs/date/type",keyword:"type",params:{type: "string"},schema:schema36.type,parentSchema:schema36,data:data8};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
else {
const err30 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema32.type,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://rolegate.dev/schemas/accepted.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.functions === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "functions"},schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(key0 === "functions")){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.functions !== undefined){
let data0 = data.functions;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate21(data0[i0], {instancePath:instancePath+"/functions/" + i0,parentData:data0,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath:instancePath+"/functions",schemaPath:"#/properties/functions/type",keyword:"type",params:{type: "array"},schema:schema31.properties.functions.type,parentSchema:schema31.properties.functions,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema31.type,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const allowlist = validate23;
const schema37 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://rolegate.dev/schemas/allowlist.schema.json","title":"rolegate allowlist","type":"object","additionalProperties":false,"required":["allowlist"],"properties":{"allowlist":{"type":"array","items":{"$ref":"#/$defs/allowlistEntry"},"examples":[[]]}},"$defs":{"allowlistEntry":{"type":"object","title":"Allowlist entry","additionalProperties":false,"required":["environment","capability","roles","isolation","reason","owner","expires","audit"],"properties":{"environment":{"examples":["migration-lab"],"$ref":"#/$defs/environmentName"},"capability":{"examples":["execute-server-program"],"$ref":"#/$defs/serverCapability"},"roles":{"type":"array","items":{"examples":["orders_app"],"$ref":"#/$defs/roleName"},"uniqueItems":true,"minItems":1,"examples":[["etl_migrator"]]},"isolation":{"enum":["dedicated-dba","migration-host","internal-tooling","test","air-gapped"],"examples":["migration-host"]},"reason":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["Oracle unload files are decompressed on the server"]},"owner":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["data-platform@example.com"]},"ticket":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["SEC-142"]},"expires":{"examples":["2027-01-31"],"$ref":"#/$defs/date"},"audit":{"type":"object","additionalProperties":false,"minProperties":1,"properties":{"log_statement":{"const":"all","examples":["all"]},"pgaudit.log":{"const":"all","examples":["all"]}},"examples":[{"log_statement":"all"}]}}},"serverCapability":{"enum":["read-server-files","write-server-files","execute-server-program","untrusted-language","load-server-code","superuser"],"examples":["execute-server-program"],"format":"serverCapability"},"environmentName":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$","patternErrorMessage":"an environment's name has letters, digits, `.`, `_` and `-`, first a letter or digit","maxLength":63,"examples":["prod"]},"roleName":{"type":"string","minLength":1,"examples":["orders_app"],"format":"roleName"},"date":{"type":"string","pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$","patternErrorMessage":"a day is written YYYY-MM-DD, for example 2027-01-31","examples":["2027-01-31"],"format":"date"}}};
const schema38 = {"type":"object","title":"Allowlist entry","additionalProperties":false,"required":["environment","capability","roles","isolation","reason","owner","expires","audit"],"properties":{"environment":{"examples":["migration-lab"],"$ref":"#/$defs/environmentName"},"capability":{"examples":["execute-server-program"],"$ref":"#/$defs/serverCapability"},"roles":{"type":"array","items":{"examples":["orders_app"],"$ref":"#/$defs/roleName"},"uniqueItems":true,"minItems":1,"examples":[["etl_migrator"]]},"isolation":{"enum":["dedicated-dba","migration-host","internal-tooling","test","air-gapped"],"examples":["migration-host"]},"reason":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["Oracle unload files are decompressed on the server"]},"owner":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["data-platform@example.com"]},"ticket":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["SEC-142"]},"expires":{"examples":["2027-01-31"],"$ref":"#/$defs/date"},"audit":{"type":"object","additionalProperties":false,"minProperties":1,"properties":{"log_statement":{"const":"all","examples":["all"]},"pgaudit.log":{"const":"all","examples":["all"]}},"examples":[{"log_statement":"all"}]}}};
const schema39 = {"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$","patternErrorMessage":"an environment's name has letters, digits, `.`, `_` and `-`, first a letter or digit","maxLength":63,"examples":["prod"]};
const schema40 = {"enum":["read-server-files","write-server-files","execute-server-program","untrusted-language","load-server-code","superuser"],"examples":["execute-server-program"],"format":"serverCapability"};
const schema41 = {"type":"string","minLength":1,"examples":["orders_app"],"format":"roleName"};
const schema42 = {"type":"string","pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$","patternErrorMessage":"a day is written YYYY-MM-DD, for example 2027-01-31","examples":["2027-01-31"],"format":"date"};
const func2 = Object.prototype.hasOwnProperty;
const formats6 = DEFINITION_FORMATS.serverCapability;

function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate24.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.environment === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "environment"},schema:schema38.required,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.capability === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "capability"},schema:schema38.required,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.roles === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "roles"},schema:schema38.required,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.isolation === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "isolation"},schema:schema38.required,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.reason === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "reason"},schema:schema38.required,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.owner === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "owner"},schema:schema38.required,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.expires === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "expires"},schema:schema38.required,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.audit === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "audit"},schema:schema38.required,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema38.properties, key0))){
const err8 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.environment !== undefined){
let data0 = data.environment;
if(typeof data0 === "string"){
if(func0(data0) > 63){
const err9 = {instancePath:instancePath+"/environment",schemaPath:"#/$defs/environmentName/maxLength",keyword:"maxLength",params:{limit: 63},schema:63,parentSchema:schema39,data:data0};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!pattern4.test(data0)){
const err10 = {instancePath:instancePath+"/environment",schemaPath:"#/$defs/environmentName/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"},schema:"^[A-Za-z0-9][A-Za-z0-9._-]*$",parentSchema:schema39,data:data0};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/environment",schemaPath:"#/$defs/environmentName/type",keyword:"type",params:{type: "string"},schema:schema39.type,parentSchema:schema39,data:data0};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.capability !== undefined){
let data1 = data.capability;
if(!((((((data1 === "read-server-files") || (data1 === "write-server-files")) || (data1 === "execute-server-program")) || (data1 === "untrusted-language")) || (data1 === "load-server-code")) || (data1 === "superuser"))){
const err12 = {instancePath:instancePath+"/capability",schemaPath:"#/$defs/serverCapability/enum",keyword:"enum",params:{allowedValues: schema40.enum},schema:schema40.enum,parentSchema:schema40,data:data1};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(typeof data1 === "string"){
if(!(formats6(data1))){
const err13 = {instancePath:instancePath+"/capability",schemaPath:"#/$defs/serverCapability/format",keyword:"format",params:{format: "serverCapability"},schema:"serverCapability",parentSchema:schema40,data:data1};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
if(data.roles !== undefined){
let data2 = data.roles;
if(Array.isArray(data2)){
if(data2.length < 1){
const err14 = {instancePath:instancePath+"/roles",schemaPath:"#/properties/roles/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema38.properties.roles,data:data2};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 === "string"){
if(func0(data3) < 1){
const err15 = {instancePath:instancePath+"/roles/" + i0,schemaPath:"#/$defs/roleName/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema41,data:data3};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(!(formats0(data3))){
const err16 = {instancePath:instancePath+"/roles/" + i0,schemaPath:"#/$defs/roleName/format",keyword:"format",params:{format: "roleName"},schema:"roleName",parentSchema:schema41,data:data3};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/roles/" + i0,schemaPath:"#/$defs/roleName/type",keyword:"type",params:{type: "string"},schema:schema41.type,parentSchema:schema41,data:data3};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(new Set(data2).size < data2.length){
const err18 = {instancePath:instancePath+"/roles",schemaPath:"#/properties/roles/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema38.properties.roles,data:data2};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/roles",schemaPath:"#/properties/roles/type",keyword:"type",params:{type: "array"},schema:schema38.properties.roles.type,parentSchema:schema38.properties.roles,data:data2};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.isolation !== undefined){
let data4 = data.isolation;
if(!(((((data4 === "dedicated-dba") || (data4 === "migration-host")) || (data4 === "internal-tooling")) || (data4 === "test")) || (data4 === "air-gapped"))){
const err20 = {instancePath:instancePath+"/isolation",schemaPath:"#/properties/isolation/enum",keyword:"enum",params:{allowedValues: schema38.properties.isolation.enum},schema:schema38.properties.isolation.enum,parentSchema:schema38.properties.isolation,data:data4};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.reason !== undefined){
let data5 = data.reason;
if(typeof data5 === "string"){
if(!pattern7.test(data5)){
const err21 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/pattern",keyword:"pattern",params:{pattern: "\\S"},schema:"\\S",parentSchema:schema38.properties.reason,data:data5};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type: "string"},schema:schema38.properties.reason.type,parentSchema:schema38.properties.reason,data:data5};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.owner !== undefined){
let data6 = data.owner;
if(typeof data6 === "string"){
if(!pattern7.test(data6)){
const err23 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/pattern",keyword:"pattern",params:{pattern: "\\S"},schema:"\\S",parentSchema:schema38.properties.owner,data:data6};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/type",keyword:"type",params:{type: "string"},schema:schema38.properties.owner.type,parentSchema:schema38.properties.owner,data:data6};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.ticket !== undefined){
let data7 = data.ticket;
if(typeof data7 === "string"){
if(!pattern7.test(data7)){
const err25 = {instancePath:instancePath+"/ticket",schemaPath:"#/properties/ticket/pattern",keyword:"pattern",params:{pattern: "\\S"},schema:"\\S",parentSchema:schema38.properties.ticket,data:data7};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/ticket",schemaPath:"#/properties/ticket/type",keyword:"type",params:{type: "string"},schema:schema38.properties.ticket.type,parentSchema:schema38.properties.ticket,data:data7};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.expires !== undefined){
let data8 = data.expires;
if(typeof data8 === "string"){
if(!pattern9.test(data8)){
const err27 = {instancePath:instancePath+"/expires",schemaPath:"#/$defs/date/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$"},schema:"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",parentSchema:schema42,data:data8};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(!(formats4(data8))){
const err28 = {instancePath:instancePath+"/expires",schemaPath:"#/$defs/date/format",keyword:"format",params:{format: "date"},schema:"date",parentSchema:schema42,data:data8};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
else {
const err29 = {instancePath:instancePath+"/expires",schemaPath:"#/$defs/date/type",keyword:"type",params:{type: "string"},schema:schema42.type,parentSchema:schema42,data:data8};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.audit !== undefined){
let data9 = data.audit;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
if(Object.keys(data9).length < 1){
const err30 = {instancePath:instancePath+"/audit",schemaPath:"#/properties/audit/minProperties",keyword:"minProperties",params:{limit: 1},schema:1,parentSchema:schema38.properties.audit,data:data9};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
for(const key1 in data9){
if(!((key1 === "log_statement") || (key1 === "pgaudit.log"))){
const err31 = {instancePath:instancePath+"/audit",schemaPath:"#/properties/audit/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},schema:false,parentSchema:schema38.properties.audit,data:data9};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data9.log_statement !== undefined){
let data10 = data9.log_statement;
if("all" !== data10){
const err32 = {instancePath:instancePath+"/audit/log_statement",schemaPath:"#/properties/audit/properties/log_statement/const",keyword:"const",params:{allowedValue: "all"},schema:"all",parentSchema:schema38.properties.audit.properties.log_statement,data:data10};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data9["pgaudit.log"] !== undefined){
let data11 = data9["pgaudit.log"];
if("all" !== data11){
const err33 = {instancePath:instancePath+"/audit/pgaudit.log",schemaPath:"#/properties/audit/properties/pgaudit.log/const",keyword:"const",params:{allowedValue: "all"},schema:"all",parentSchema:schema38.properties.audit.properties["pgaudit.log"],data:data11};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
else {
const err34 = {instancePath:instancePath+"/audit",schemaPath:"#/properties/audit/type",keyword:"type",params:{type: "object"},schema:schema38.properties.audit.type,parentSchema:schema38.properties.audit,data:data9};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
else {
const err35 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema38.type,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
validate24.errors = vErrors;
return errors === 0;
}
validate24.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://rolegate.dev/schemas/allowlist.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate23.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.allowlist === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "allowlist"},schema:schema37.required,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(key0 === "allowlist")){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.allowlist !== undefined){
let data0 = data.allowlist;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate24(data0[i0], {instancePath:instancePath+"/allowlist/" + i0,parentData:data0,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate24.errors : vErrors.concat(validate24.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath:instancePath+"/allowlist",schemaPath:"#/properties/allowlist/type",keyword:"type",params:{type: "array"},schema:schema37.properties.allowlist.type,parentSchema:schema37.properties.allowlist,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema37.type,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate23.errors = vErrors;
return errors === 0;
}
validate23.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const environments = validate26;
const schema43 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://rolegate.dev/schemas/environments.schema.json","title":"rolegate environments","type":"object","additionalProperties":false,"required":["environments"],"properties":{"environments":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/environment"},"examples":[[{"name":"prod","kind":"shared","postgres":16,"endpoints":[{"host":"orders.db.example.com","port":5432}]}]]},"providers":{"type":"array","items":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._:-]*(/[A-Za-z0-9][A-Za-z0-9_-]*){1,2}$","patternErrorMessage":"a provider's source is namespace/type or host/namespace/type, such as cyrilgdn/postgresql"},"uniqueItems":true,"minItems":1,"examples":[["cyrilgdn/postgresql"]]}},"$defs":{"environment":{"type":"object","title":"Environment","additionalProperties":false,"required":["name","kind","postgres","endpoints"],"properties":{"name":{"examples":["prod"],"$ref":"#/$defs/environmentName"},"kind":{"enum":["shared","isolated"],"examples":["shared"]},"postgres":{"enum":[14,15,16,17,18],"examples":[16]},"platform":{"enum":["self-hosted","rds","aurora","cloud-sql","alloydb","azure-flexible","supabase","neon","crunchy","aiven","digitalocean"],"default":"self-hosted","examples":["rds"]},"endpoints":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/endpoint"},"examples":[[{"host":"orders.db.example.com","port":5432}]]},"systemIdentifier":{"type":"string","pattern":"^\\d{1,20}$","patternErrorMessage":"it is the number that `SELECT system_identifier FROM pg_control_system()` says, in quotes","examples":["7412345678901234567"]},"administrators":{"type":"array","items":{"examples":["orders_app"],"$ref":"#/$defs/roleName"},"uniqueItems":true,"minItems":1,"examples":[["postgres","tfadmin"]]},"databases":{"type":"array","items":{"examples":["orders"],"$ref":"#/$defs/objectName"},"uniqueItems":true,"minItems":1,"examples":[["orders"]]},"audit":{"type":"object","additionalProperties":false,"properties":{"user":{"examples":["rolegate_auditor"],"$ref":"#/$defs/roleName"},"sslmode":{"enum":["disable","allow","prefer","require","verify-ca","verify-full"],"examples":["verify-full"]},"database":{"examples":["postgres"],"$ref":"#/$defs/objectName"}},"examples":[{"user":"rolegate_auditor","sslmode":"verify-full","database":"postgres"}]},"unmanaged":{"type":"array","items":{"examples":["dba_*"],"$ref":"#/$defs/rolePattern"},"uniqueItems":true,"examples":[["legacy_*"]]},"extensions":{"type":"array","items":{"examples":["orders"],"$ref":"#/$defs/objectName"},"uniqueItems":true,"examples":[["postgis"]]},"minimumMinor":{"type":"string","pattern":"^\\d+\\.\\d+$","patternErrorMessage":"a minor version is written \"16.16\", in quotes","examples":["16.16"]}}},"endpoint":{"type":"object","additionalProperties":false,"required":["host"],"properties":{"host":{"type":"string","pattern":"^(/.*|[^\\s/:@,]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%A-Za-z]*)$","patternErrorMessage":"a host is one name, address or socket folder; the port stands in `port`","examples":["orders.db.example.com"]},"port":{"type":"integer","minimum":1,"maximum":65535,"default":5432,"examples":[5432]}}},"environmentName":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$","patternErrorMessage":"an environment's name has letters, digits, `.`, `_` and `-`, first a letter or digit","maxLength":63,"examples":["prod"]},"roleName":{"type":"string","minLength":1,"examples":["orders_app"],"format":"roleName"},"rolePattern":{"type":"string","minLength":1,"examples":["dba_*"],"format":"rolePattern"},"objectName":{"type":"string","minLength":1,"examples":["orders"],"format":"objectName"}}};
const schema44 = {"type":"object","title":"Environment","additionalProperties":false,"required":["name","kind","postgres","endpoints"],"properties":{"name":{"examples":["prod"],"$ref":"#/$defs/environmentName"},"kind":{"enum":["shared","isolated"],"examples":["shared"]},"postgres":{"enum":[14,15,16,17,18],"examples":[16]},"platform":{"enum":["self-hosted","rds","aurora","cloud-sql","alloydb","azure-flexible","supabase","neon","crunchy","aiven","digitalocean"],"default":"self-hosted","examples":["rds"]},"endpoints":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/endpoint"},"examples":[[{"host":"orders.db.example.com","port":5432}]]},"systemIdentifier":{"type":"string","pattern":"^\\d{1,20}$","patternErrorMessage":"it is the number that `SELECT system_identifier FROM pg_control_system()` says, in quotes","examples":["7412345678901234567"]},"administrators":{"type":"array","items":{"examples":["orders_app"],"$ref":"#/$defs/roleName"},"uniqueItems":true,"minItems":1,"examples":[["postgres","tfadmin"]]},"databases":{"type":"array","items":{"examples":["orders"],"$ref":"#/$defs/objectName"},"uniqueItems":true,"minItems":1,"examples":[["orders"]]},"audit":{"type":"object","additionalProperties":false,"properties":{"user":{"examples":["rolegate_auditor"],"$ref":"#/$defs/roleName"},"sslmode":{"enum":["disable","allow","prefer","require","verify-ca","verify-full"],"examples":["verify-full"]},"database":{"examples":["postgres"],"$ref":"#/$defs/objectName"}},"examples":[{"user":"rolegate_auditor","sslmode":"verify-full","database":"postgres"}]},"unmanaged":{"type":"array","items":{"examples":["dba_*"],"$ref":"#/$defs/rolePattern"},"uniqueItems":true,"examples":[["legacy_*"]]},"extensions":{"type":"array","items":{"examples":["orders"],"$ref":"#/$defs/objectName"},"uniqueItems":true,"examples":[["postgis"]]},"minimumMinor":{"type":"string","pattern":"^\\d+\\.\\d+$","patternErrorMessage":"a minor version is written \"16.16\", in quotes","examples":["16.16"]}}};
const schema45 = {"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$","patternErrorMessage":"an environment's name has letters, digits, `.`, `_` and `-`, first a letter or digit","maxLength":63,"examples":["prod"]};
const schema46 = {"type":"object","additionalProperties":false,"required":["host"],"properties":{"host":{"type":"string","pattern":"^(/.*|[^\\s/:@,]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%A-Za-z]*)$","patternErrorMessage":"a host is one name, address or socket folder; the port stands in `port`","examples":["orders.db.example.com"]},"port":{"type":"integer","minimum":1,"maximum":65535,"default":5432,"examples":[5432]}}};
const schema47 = {"type":"string","minLength":1,"examples":["orders_app"],"format":"roleName"};
const schema48 = {"type":"string","minLength":1,"examples":["orders"],"format":"objectName"};
const schema51 = {"type":"string","minLength":1,"examples":["dba_*"],"format":"rolePattern"};
const pattern16 = new RegExp("^(/.*|[^\\s/:@,]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%A-Za-z]*)$", "u");
const pattern17 = new RegExp("^\\d{1,20}$", "u");
const pattern18 = new RegExp("^\\d+\\.\\d+$", "u");
const formats14 = DEFINITION_FORMATS.objectName;
const formats20 = DEFINITION_FORMATS.rolePattern;

function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate27.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},schema:schema44.required,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},schema:schema44.required,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.postgres === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "postgres"},schema:schema44.required,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.endpoints === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "endpoints"},schema:schema44.required,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema44.properties, key0))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(func0(data0) > 63){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/environmentName/maxLength",keyword:"maxLength",params:{limit: 63},schema:63,parentSchema:schema45,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(!pattern4.test(data0)){
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/environmentName/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"},schema:"^[A-Za-z0-9][A-Za-z0-9._-]*$",parentSchema:schema45,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/name",schemaPath:"#/$defs/environmentName/type",keyword:"type",params:{type: "string"},schema:schema45.type,parentSchema:schema45,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if(!((data1 === "shared") || (data1 === "isolated"))){
const err8 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/enum",keyword:"enum",params:{allowedValues: schema44.properties.kind.enum},schema:schema44.properties.kind.enum,parentSchema:schema44.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.postgres !== undefined){
let data2 = data.postgres;
if(!(((((data2 === 14) || (data2 === 15)) || (data2 === 16)) || (data2 === 17)) || (data2 === 18))){
const err9 = {instancePath:instancePath+"/postgres",schemaPath:"#/properties/postgres/enum",keyword:"enum",params:{allowedValues: schema44.properties.postgres.enum},schema:schema44.properties.postgres.enum,parentSchema:schema44.properties.postgres,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.platform !== undefined){
let data3 = data.platform;
if(!(((((((((((data3 === "self-hosted") || (data3 === "rds")) || (data3 === "aurora")) || (data3 === "cloud-sql")) || (data3 === "alloydb")) || (data3 === "azure-flexible")) || (data3 === "supabase")) || (data3 === "neon")) || (data3 === "crunchy")) || (data3 === "aiven")) || (data3 === "digitalocean"))){
const err10 = {instancePath:instancePath+"/platform",schemaPath:"#/properties/platform/enum",keyword:"enum",params:{allowedValues: schema44.properties.platform.enum},schema:schema44.properties.platform.enum,parentSchema:schema44.properties.platform,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.endpoints !== undefined){
let data4 = data.endpoints;
if(Array.isArray(data4)){
if(data4.length < 1){
const err11 = {instancePath:instancePath+"/endpoints",schemaPath:"#/properties/endpoints/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema44.properties.endpoints,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.host === undefined){
const err12 = {instancePath:instancePath+"/endpoints/" + i0,schemaPath:"#/$defs/endpoint/required",keyword:"required",params:{missingProperty: "host"},schema:schema46.required,parentSchema:schema46,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
for(const key1 in data5){
if(!((key1 === "host") || (key1 === "port"))){
const err13 = {instancePath:instancePath+"/endpoints/" + i0,schemaPath:"#/$defs/endpoint/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},schema:false,parentSchema:schema46,data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data5.host !== undefined){
let data6 = data5.host;
if(typeof data6 === "string"){
if(!pattern16.test(data6)){
const err14 = {instancePath:instancePath+"/endpoints/" + i0+"/host",schemaPath:"#/$defs/endpoint/properties/host/pattern",keyword:"pattern",params:{pattern: "^(/.*|[^\\s/:@,]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%A-Za-z]*)$"},schema:"^(/.*|[^\\s/:@,]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%A-Za-z]*)$",parentSchema:schema46.properties.host,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/endpoints/" + i0+"/host",schemaPath:"#/$defs/endpoint/properties/host/type",keyword:"type",params:{type: "string"},schema:schema46.properties.host.type,parentSchema:schema46.properties.host,data:data6};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data5.port !== undefined){
let data7 = data5.port;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
const err16 = {instancePath:instancePath+"/endpoints/" + i0+"/port",schemaPath:"#/$defs/endpoint/properties/port/type",keyword:"type",params:{type: "integer"},schema:schema46.properties.port.type,parentSchema:schema46.properties.port,data:data7};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 65535 || isNaN(data7)){
const err17 = {instancePath:instancePath+"/endpoints/" + i0+"/port",schemaPath:"#/$defs/endpoint/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},schema:65535,parentSchema:schema46.properties.port,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data7 < 1 || isNaN(data7)){
const err18 = {instancePath:instancePath+"/endpoints/" + i0+"/port",schemaPath:"#/$defs/endpoint/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},schema:1,parentSchema:schema46.properties.port,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
}
else {
const err19 = {instancePath:instancePath+"/endpoints/" + i0,schemaPath:"#/$defs/endpoint/type",keyword:"type",params:{type: "object"},schema:schema46.type,parentSchema:schema46,data:data5};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath:instancePath+"/endpoints",schemaPath:"#/properties/endpoints/type",keyword:"type",params:{type: "array"},schema:schema44.properties.endpoints.type,parentSchema:schema44.properties.endpoints,data:data4};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.systemIdentifier !== undefined){
let data8 = data.systemIdentifier;
if(typeof data8 === "string"){
if(!pattern17.test(data8)){
const err21 = {instancePath:instancePath+"/systemIdentifier",schemaPath:"#/properties/systemIdentifier/pattern",keyword:"pattern",params:{pattern: "^\\d{1,20}$"},schema:"^\\d{1,20}$",parentSchema:schema44.properties.systemIdentifier,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/systemIdentifier",schemaPath:"#/properties/systemIdentifier/type",keyword:"type",params:{type: "string"},schema:schema44.properties.systemIdentifier.type,parentSchema:schema44.properties.systemIdentifier,data:data8};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.administrators !== undefined){
let data9 = data.administrators;
if(Array.isArray(data9)){
if(data9.length < 1){
const err23 = {instancePath:instancePath+"/administrators",schemaPath:"#/properties/administrators/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema44.properties.administrators,data:data9};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
const len1 = data9.length;
for(let i1=0; i1<len1; i1++){
let data10 = data9[i1];
if(typeof data10 === "string"){
if(func0(data10) < 1){
const err24 = {instancePath:instancePath+"/administrators/" + i1,schemaPath:"#/$defs/roleName/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema47,data:data10};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(!(formats0(data10))){
const err25 = {instancePath:instancePath+"/administrators/" + i1,schemaPath:"#/$defs/roleName/format",keyword:"format",params:{format: "roleName"},schema:"roleName",parentSchema:schema47,data:data10};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/administrators/" + i1,schemaPath:"#/$defs/roleName/type",keyword:"type",params:{type: "string"},schema:schema47.type,parentSchema:schema47,data:data10};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(new Set(data9).size < data9.length){
const err27 = {instancePath:instancePath+"/administrators",schemaPath:"#/properties/administrators/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema44.properties.administrators,data:data9};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
else {
const err28 = {instancePath:instancePath+"/administrators",schemaPath:"#/properties/administrators/type",keyword:"type",params:{type: "array"},schema:schema44.properties.administrators.type,parentSchema:schema44.properties.administrators,data:data9};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.databases !== undefined){
let data11 = data.databases;
if(Array.isArray(data11)){
if(data11.length < 1){
const err29 = {instancePath:instancePath+"/databases",schemaPath:"#/properties/databases/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema44.properties.databases,data:data11};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
const len2 = data11.length;
for(let i2=0; i2<len2; i2++){
let data12 = data11[i2];
if(typeof data12 === "string"){
if(func0(data12) < 1){
const err30 = {instancePath:instancePath+"/databases/" + i2,schemaPath:"#/$defs/objectName/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema48,data:data12};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(!(formats14(data12))){
const err31 = {instancePath:instancePath+"/databases/" + i2,schemaPath:"#/$defs/objectName/format",keyword:"format",params:{format: "objectName"},schema:"objectName",parentSchema:schema48,data:data12};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
else {
const err32 = {instancePath:instancePath+"/databases/" + i2,schemaPath:"#/$defs/objectName/type",keyword:"type",params:{type: "string"},schema:schema48.type,parentSchema:schema48,data:data12};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(new Set(data11).size < data11.length){
const err33 = {instancePath:instancePath+"/databases",schemaPath:"#/properties/databases/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema44.properties.databases,data:data11};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
else {
const err34 = {instancePath:instancePath+"/databases",schemaPath:"#/properties/databases/type",keyword:"type",params:{type: "array"},schema:schema44.properties.databases.type,parentSchema:schema44.properties.databases,data:data11};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data.audit !== undefined){
let data13 = data.audit;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key2 in data13){
if(!(((key2 === "user") || (key2 === "sslmode")) || (key2 === "database"))){
const err35 = {instancePath:instancePath+"/audit",schemaPath:"#/properties/audit/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},schema:false,parentSchema:schema44.properties.audit,data:data13};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data13.user !== undefined){
let data14 = data13.user;
if(typeof data14 === "string"){
if(func0(data14) < 1){
const err36 = {instancePath:instancePath+"/audit/user",schemaPath:"#/$defs/roleName/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema47,data:data14};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(!(formats0(data14))){
const err37 = {instancePath:instancePath+"/audit/user",schemaPath:"#/$defs/roleName/format",keyword:"format",params:{format: "roleName"},schema:"roleName",parentSchema:schema47,data:data14};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
else {
const err38 = {instancePath:instancePath+"/audit/user",schemaPath:"#/$defs/roleName/type",keyword:"type",params:{type: "string"},schema:schema47.type,parentSchema:schema47,data:data14};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data13.sslmode !== undefined){
let data15 = data13.sslmode;
if(!((((((data15 === "disable") || (data15 === "allow")) || (data15 === "prefer")) || (data15 === "require")) || (data15 === "verify-ca")) || (data15 === "verify-full"))){
const err39 = {instancePath:instancePath+"/audit/sslmode",schemaPath:"#/properties/audit/properties/sslmode/enum",keyword:"enum",params:{allowedValues: schema44.properties.audit.properties.sslmode.enum},schema:schema44.properties.audit.properties.sslmode.enum,parentSchema:schema44.properties.audit.properties.sslmode,data:data15};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data13.database !== undefined){
let data16 = data13.database;
if(typeof data16 === "string"){
if(func0(data16) < 1){
const err40 = {instancePath:instancePath+"/audit/database",schemaPath:"#/$defs/objectName/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema48,data:data16};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(!(formats14(data16))){
const err41 = {instancePath:instancePath+"/audit/database",schemaPath:"#/$defs/objectName/format",keyword:"format",params:{format: "objectName"},schema:"objectName",parentSchema:schema48,data:data16};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
else {
const err42 = {instancePath:instancePath+"/audit/database",schemaPath:"#/$defs/objectName/type",keyword:"type",params:{type: "string"},schema:schema48.type,parentSchema:schema48,data:data16};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
else {
const err43 = {instancePath:instancePath+"/audit",schemaPath:"#/properties/audit/type",keyword:"type",params:{type: "object"},schema:schema44.properties.audit.type,parentSchema:schema44.properties.audit,data:data13};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data.unmanaged !== undefined){
let data17 = data.unmanaged;
if(Array.isArray(data17)){
const len3 = data17.length;
for(let i3=0; i3<len3; i3++){
let data18 = data17[i3];
if(typeof data18 === "string"){
if(func0(data18) < 1){
const err44 = {instancePath:instancePath+"/unmanaged/" + i3,schemaPath:"#/$defs/rolePattern/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema51,data:data18};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(!(formats20(data18))){
const err45 = {instancePath:instancePath+"/unmanaged/" + i3,schemaPath:"#/$defs/rolePattern/format",keyword:"format",params:{format: "rolePattern"},schema:"rolePattern",parentSchema:schema51,data:data18};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
else {
const err46 = {instancePath:instancePath+"/unmanaged/" + i3,schemaPath:"#/$defs/rolePattern/type",keyword:"type",params:{type: "string"},schema:schema51.type,parentSchema:schema51,data:data18};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(new Set(data17).size < data17.length){
const err47 = {instancePath:instancePath+"/unmanaged",schemaPath:"#/properties/unmanaged/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema44.properties.unmanaged,data:data17};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
else {
const err48 = {instancePath:instancePath+"/unmanaged",schemaPath:"#/properties/unmanaged/type",keyword:"type",params:{type: "array"},schema:schema44.properties.unmanaged.type,parentSchema:schema44.properties.unmanaged,data:data17};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data.extensions !== undefined){
let data19 = data.extensions;
if(Array.isArray(data19)){
const len4 = data19.length;
for(let i4=0; i4<len4; i4++){
let data20 = data19[i4];
if(typeof data20 === "string"){
if(func0(data20) < 1){
const err49 = {instancePath:instancePath+"/extensions/" + i4,schemaPath:"#/$defs/objectName/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema48,data:data20};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(!(formats14(data20))){
const err50 = {instancePath:instancePath+"/extensions/" + i4,schemaPath:"#/$defs/objectName/format",keyword:"format",params:{format: "objectName"},schema:"objectName",parentSchema:schema48,data:data20};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
else {
const err51 = {instancePath:instancePath+"/extensions/" + i4,schemaPath:"#/$defs/objectName/type",keyword:"type",params:{type: "string"},schema:schema48.type,parentSchema:schema48,data:data20};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(new Set(data19).size < data19.length){
const err52 = {instancePath:instancePath+"/extensions",schemaPath:"#/properties/extensions/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema44.properties.extensions,data:data19};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
else {
const err53 = {instancePath:instancePath+"/extensions",schemaPath:"#/properties/extensions/type",keyword:"type",params:{type: "array"},schema:schema44.properties.extensions.type,parentSchema:schema44.properties.extensions,data:data19};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data.minimumMinor !== undefined){
let data21 = data.minimumMinor;
if(typeof data21 === "string"){
if(!pattern18.test(data21)){
const err54 = {instancePath:instancePath+"/minimumMinor",schemaPath:"#/properties/minimumMinor/pattern",keyword:"pattern",params:{pattern: "^\\d+\\.\\d+$"},schema:"^\\d+\\.\\d+$",parentSchema:schema44.properties.minimumMinor,data:data21};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
else {
const err55 = {instancePath:instancePath+"/minimumMinor",schemaPath:"#/properties/minimumMinor/type",keyword:"type",params:{type: "string"},schema:schema44.properties.minimumMinor.type,parentSchema:schema44.properties.minimumMinor,data:data21};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
else {
const err56 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema44.type,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
validate27.errors = vErrors;
return errors === 0;
}
validate27.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const pattern19 = new RegExp("^[A-Za-z0-9][A-Za-z0-9._:-]*(/[A-Za-z0-9][A-Za-z0-9_-]*){1,2}$", "u");

function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://rolegate.dev/schemas/environments.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate26.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.environments === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "environments"},schema:schema43.required,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "environments") || (key0 === "providers"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.environments !== undefined){
let data0 = data.environments;
if(Array.isArray(data0)){
if(data0.length < 1){
const err2 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema43.properties.environments,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate27(data0[i0], {instancePath:instancePath+"/environments/" + i0,parentData:data0,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/type",keyword:"type",params:{type: "array"},schema:schema43.properties.environments.type,parentSchema:schema43.properties.environments,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.providers !== undefined){
let data2 = data.providers;
if(Array.isArray(data2)){
if(data2.length < 1){
const err4 = {instancePath:instancePath+"/providers",schemaPath:"#/properties/providers/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema43.properties.providers,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
let data3 = data2[i1];
if(typeof data3 === "string"){
if(!pattern19.test(data3)){
const err5 = {instancePath:instancePath+"/providers/" + i1,schemaPath:"#/properties/providers/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._:-]*(/[A-Za-z0-9][A-Za-z0-9_-]*){1,2}$"},schema:"^[A-Za-z0-9][A-Za-z0-9._:-]*(/[A-Za-z0-9][A-Za-z0-9_-]*){1,2}$",parentSchema:schema43.properties.providers.items,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/providers/" + i1,schemaPath:"#/properties/providers/items/type",keyword:"type",params:{type: "string"},schema:schema43.properties.providers.items.type,parentSchema:schema43.properties.providers.items,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(new Set(data2).size < data2.length){
const err7 = {instancePath:instancePath+"/providers",schemaPath:"#/properties/providers/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema43.properties.providers,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/providers",schemaPath:"#/properties/providers/type",keyword:"type",params:{type: "array"},schema:schema43.properties.providers.type,parentSchema:schema43.properties.providers,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema43.type,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate26.errors = vErrors;
return errors === 0;
}
validate26.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const personas = validate29;
const schema53 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://rolegate.dev/schemas/personas.schema.json","title":"rolegate personas","type":"object","additionalProperties":false,"minProperties":1,"properties":{"personas":{"type":"object","additionalProperties":false,"properties":{"app":{"oneOf":[{"$ref":"#/$defs/appEntry"},{"type":"array","items":{"$ref":"#/$defs/appEntry"}}],"examples":[{"roles":["*_app"],"approved":[]}]},"ops":{"oneOf":[{"$ref":"#/$defs/opsEntry"},{"type":"array","items":{"$ref":"#/$defs/opsEntry"}}],"examples":[[{"roles":["ops_*"],"approved":["pg_monitor","pg_signal_backend"]}]]},"dba":{"oneOf":[{"$ref":"#/$defs/dbaEntry"},{"type":"array","items":{"$ref":"#/$defs/dbaEntry"}}],"examples":[{"roles":["dba_*"],"approved":["pg_monitor","pg_read_all_data"],"attributes":["createrole"]}]}},"examples":[{"app":{"roles":["*_app"],"approved":[]},"ops":{"roles":["ops_*"],"approved":["pg_monitor"]}}]},"external":{"type":"array","items":{"$ref":"#/$defs/externalRole"},"examples":[[{"role":"ops_wrapper","environment":"prod","holds":["pg_monitor"]}]]}},"$defs":{"appEntry":{"type":"object","title":"App personas","additionalProperties":false,"required":["roles"],"properties":{"name":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["exporter"]},"roles":{"type":"array","items":{"examples":["dba_*"],"$ref":"#/$defs/rolePattern"},"uniqueItems":true,"examples":[["*_app"]]},"approved":{"type":"array","items":{"$ref":"#/$defs/appApproved"},"uniqueItems":true,"examples":[["pg_read_all_stats"]]},"attributes":{"type":"array","items":{"$ref":"#/$defs/appAttribute"},"uniqueItems":true,"examples":[[]]},"environments":{"type":"array","items":{"examples":["prod"],"$ref":"#/$defs/environmentName"},"uniqueItems":true,"minItems":1,"examples":[["prod"]]},"exact":{"type":"boolean","default":false,"examples":[true]}}},"opsEntry":{"type":"object","title":"Ops personas","additionalProperties":false,"required":["roles"],"properties":{"name":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["exporter"]},"roles":{"type":"array","items":{"examples":["dba_*"],"$ref":"#/$defs/rolePattern"},"uniqueItems":true,"examples":[["ops_*","alice"]]},"approved":{"type":"array","items":{"$ref":"#/$defs/opsApproved"},"uniqueItems":true,"examples":[["pg_monitor","pg_signal_backend"]]},"attributes":{"type":"array","items":{"$ref":"#/$defs/opsAttribute"},"uniqueItems":true,"examples":[["createdb"]]},"environments":{"type":"array","items":{"examples":["prod"],"$ref":"#/$defs/environmentName"},"uniqueItems":true,"minItems":1,"examples":[["prod"]]},"exact":{"type":"boolean","default":false,"examples":[true]}}},"dbaEntry":{"type":"object","title":"DBA personas","additionalProperties":false,"required":["roles"],"properties":{"name":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["exporter"]},"roles":{"type":"array","items":{"examples":["dba_*"],"$ref":"#/$defs/rolePattern"},"uniqueItems":true,"examples":[["dba_*"]]},"approved":{"type":"array","items":{"$ref":"#/$defs/dbaApproved"},"uniqueItems":true,"examples":[["pg_monitor","pg_read_all_data"]]},"attributes":{"type":"array","items":{"$ref":"#/$defs/dbaAttribute"},"uniqueItems":true,"examples":[["createrole"]]},"environments":{"type":"array","items":{"examples":["prod"],"$ref":"#/$defs/environmentName"},"uniqueItems":true,"minItems":1,"examples":[["prod"]]},"exact":{"type":"boolean","default":false,"examples":[true]}}},"appApproved":{"enum":["pg_monitor","pg_read_all_settings","pg_read_all_stats","pg_stat_scan_tables"],"format":"appApproved"},"opsApproved":{"enum":["pg_monitor","pg_read_all_settings","pg_read_all_stats","pg_stat_scan_tables","pg_signal_backend","pg_checkpoint","pg_use_reserved_connections","pg_create_subscription","pg_maintain","pg_signal_autovacuum_worker"],"format":"opsApproved"},"dbaApproved":{"enum":["pg_monitor","pg_read_all_settings","pg_read_all_stats","pg_stat_scan_tables","pg_read_all_data","pg_write_all_data","pg_signal_backend","pg_checkpoint","pg_use_reserved_connections","pg_create_subscription","pg_maintain","pg_signal_autovacuum_worker","rds_superuser","cloudsqlsuperuser","alloydbsuperuser","azure_pg_admin","supabase_privileged_role","neon_superuser","avnadmin_group","_avnadmin_managed","doadmin_group","_doadmin_managed"],"format":"dbaApproved"},"appAttribute":{"type":"string","pattern":"(?!)","patternErrorMessage":"an app holds no attribute","format":"appAttribute"},"opsAttribute":{"enum":["createdb"],"format":"opsAttribute"},"dbaAttribute":{"enum":["createdb","createrole","replication","bypassrls"],"format":"dbaAttribute"},"externalRole":{"type":"object","title":"External role","additionalProperties":false,"required":["role","environment","holds"],"properties":{"role":{"examples":["ops_wrapper"],"$ref":"#/$defs/roleName"},"environment":{"examples":["prod"],"$ref":"#/$defs/environmentName"},"holds":{"type":"array","items":{"examples":["pg_monitor"],"$ref":"#/$defs/heldRole"},"uniqueItems":true,"examples":[["pg_monitor"]]}}},"heldRole":{"type":"string","minLength":1,"examples":["pg_monitor"],"format":"heldRole"},"environmentName":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$","patternErrorMessage":"an environment's name has letters, digits, `.`, `_` and `-`, first a letter or digit","maxLength":63,"examples":["prod"]},"roleName":{"type":"string","minLength":1,"examples":["orders_app"],"format":"roleName"},"rolePattern":{"type":"string","minLength":1,"examples":["dba_*"],"format":"rolePattern"}}};
const schema54 = {"type":"object","title":"App personas","additionalProperties":false,"required":["roles"],"properties":{"name":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["exporter"]},"roles":{"type":"array","items":{"examples":["dba_*"],"$ref":"#/$defs/rolePattern"},"uniqueItems":true,"examples":[["*_app"]]},"approved":{"type":"array","items":{"$ref":"#/$defs/appApproved"},"uniqueItems":true,"examples":[["pg_read_all_stats"]]},"attributes":{"type":"array","items":{"$ref":"#/$defs/appAttribute"},"uniqueItems":true,"examples":[[]]},"environments":{"type":"array","items":{"examples":["prod"],"$ref":"#/$defs/environmentName"},"uniqueItems":true,"minItems":1,"examples":[["prod"]]},"exact":{"type":"boolean","default":false,"examples":[true]}}};
const schema55 = {"type":"string","minLength":1,"examples":["dba_*"],"format":"rolePattern"};
const schema56 = {"enum":["pg_monitor","pg_read_all_settings","pg_read_all_stats","pg_stat_scan_tables"],"format":"appApproved"};
const schema57 = {"type":"string","pattern":"(?!)","patternErrorMessage":"an app holds no attribute","format":"appAttribute"};
const schema58 = {"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$","patternErrorMessage":"an environment's name has letters, digits, `.`, `_` and `-`, first a letter or digit","maxLength":63,"examples":["prod"]};
const pattern21 = new RegExp("(?!)", "u");
const formats26 = DEFINITION_FORMATS.appApproved;
const formats28 = DEFINITION_FORMATS.appAttribute;

function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate30.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.roles === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "roles"},schema:schema54.required,parentSchema:schema54,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "name") || (key0 === "roles")) || (key0 === "approved")) || (key0 === "attributes")) || (key0 === "environments")) || (key0 === "exact"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema54,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern7.test(data0)){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},schema:"\\S",parentSchema:schema54.properties.name,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},schema:schema54.properties.name.type,parentSchema:schema54.properties.name,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.roles !== undefined){
let data1 = data.roles;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(func0(data2) < 1){
const err4 = {instancePath:instancePath+"/roles/" + i0,schemaPath:"#/$defs/rolePattern/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema55,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(!(formats20(data2))){
const err5 = {instancePath:instancePath+"/roles/" + i0,schemaPath:"#/$defs/rolePattern/format",keyword:"format",params:{format: "rolePattern"},schema:"rolePattern",parentSchema:schema55,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/roles/" + i0,schemaPath:"#/$defs/rolePattern/type",keyword:"type",params:{type: "string"},schema:schema55.type,parentSchema:schema55,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(new Set(data1).size < data1.length){
const err7 = {instancePath:instancePath+"/roles",schemaPath:"#/properties/roles/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema54.properties.roles,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/roles",schemaPath:"#/properties/roles/type",keyword:"type",params:{type: "array"},schema:schema54.properties.roles.type,parentSchema:schema54.properties.roles,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.approved !== undefined){
let data3 = data.approved;
if(Array.isArray(data3)){
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if(!((((data4 === "pg_monitor") || (data4 === "pg_read_all_settings")) || (data4 === "pg_read_all_stats")) || (data4 === "pg_stat_scan_tables"))){
const err9 = {instancePath:instancePath+"/approved/" + i1,schemaPath:"#/$defs/appApproved/enum",keyword:"enum",params:{allowedValues: schema56.enum},schema:schema56.enum,parentSchema:schema56,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(typeof data4 === "string"){
if(!(formats26(data4))){
const err10 = {instancePath:instancePath+"/approved/" + i1,schemaPath:"#/$defs/appApproved/format",keyword:"format",params:{format: "appApproved"},schema:"appApproved",parentSchema:schema56,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(new Set(data3).size < data3.length){
const err11 = {instancePath:instancePath+"/approved",schemaPath:"#/properties/approved/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema54.properties.approved,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/approved",schemaPath:"#/properties/approved/type",keyword:"type",params:{type: "array"},schema:schema54.properties.approved.type,parentSchema:schema54.properties.approved,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.attributes !== undefined){
let data5 = data.attributes;
if(Array.isArray(data5)){
const len2 = data5.length;
for(let i2=0; i2<len2; i2++){
let data6 = data5[i2];
if(typeof data6 === "string"){
if(!pattern21.test(data6)){
const err13 = {instancePath:instancePath+"/attributes/" + i2,schemaPath:"#/$defs/appAttribute/pattern",keyword:"pattern",params:{pattern: "(?!)"},schema:"(?!)",parentSchema:schema57,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!(formats28(data6))){
const err14 = {instancePath:instancePath+"/attributes/" + i2,schemaPath:"#/$defs/appAttribute/format",keyword:"format",params:{format: "appAttribute"},schema:"appAttribute",parentSchema:schema57,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/attributes/" + i2,schemaPath:"#/$defs/appAttribute/type",keyword:"type",params:{type: "string"},schema:schema57.type,parentSchema:schema57,data:data6};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(new Set(data5).size < data5.length){
const err16 = {instancePath:instancePath+"/attributes",schemaPath:"#/properties/attributes/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema54.properties.attributes,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/attributes",schemaPath:"#/properties/attributes/type",keyword:"type",params:{type: "array"},schema:schema54.properties.attributes.type,parentSchema:schema54.properties.attributes,data:data5};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.environments !== undefined){
let data7 = data.environments;
if(Array.isArray(data7)){
if(data7.length < 1){
const err18 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema54.properties.environments,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
const len3 = data7.length;
for(let i3=0; i3<len3; i3++){
let data8 = data7[i3];
if(typeof data8 === "string"){
if(func0(data8) > 63){
const err19 = {instancePath:instancePath+"/environments/" + i3,schemaPath:"#/$defs/environmentName/maxLength",keyword:"maxLength",params:{limit: 63},schema:63,parentSchema:schema58,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(!pattern4.test(data8)){
const err20 = {instancePath:instancePath+"/environments/" + i3,schemaPath:"#/$defs/environmentName/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"},schema:"^[A-Za-z0-9][A-Za-z0-9._-]*$",parentSchema:schema58,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/environments/" + i3,schemaPath:"#/$defs/environmentName/type",keyword:"type",params:{type: "string"},schema:schema58.type,parentSchema:schema58,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(new Set(data7).size < data7.length){
const err22 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema54.properties.environments,data:data7};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
else {
const err23 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/type",keyword:"type",params:{type: "array"},schema:schema54.properties.environments.type,parentSchema:schema54.properties.environments,data:data7};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.exact !== undefined){
let data9 = data.exact;
if(typeof data9 !== "boolean"){
const err24 = {instancePath:instancePath+"/exact",schemaPath:"#/properties/exact/type",keyword:"type",params:{type: "boolean"},schema:schema54.properties.exact.type,parentSchema:schema54.properties.exact,data:data9};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema54.type,parentSchema:schema54,data};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
validate30.errors = vErrors;
return errors === 0;
}
validate30.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema59 = {"type":"object","title":"Ops personas","additionalProperties":false,"required":["roles"],"properties":{"name":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["exporter"]},"roles":{"type":"array","items":{"examples":["dba_*"],"$ref":"#/$defs/rolePattern"},"uniqueItems":true,"examples":[["ops_*","alice"]]},"approved":{"type":"array","items":{"$ref":"#/$defs/opsApproved"},"uniqueItems":true,"examples":[["pg_monitor","pg_signal_backend"]]},"attributes":{"type":"array","items":{"$ref":"#/$defs/opsAttribute"},"uniqueItems":true,"examples":[["createdb"]]},"environments":{"type":"array","items":{"examples":["prod"],"$ref":"#/$defs/environmentName"},"uniqueItems":true,"minItems":1,"examples":[["prod"]]},"exact":{"type":"boolean","default":false,"examples":[true]}}};
const schema61 = {"enum":["pg_monitor","pg_read_all_settings","pg_read_all_stats","pg_stat_scan_tables","pg_signal_backend","pg_checkpoint","pg_use_reserved_connections","pg_create_subscription","pg_maintain","pg_signal_autovacuum_worker"],"format":"opsApproved"};
const schema62 = {"enum":["createdb"],"format":"opsAttribute"};
const formats32 = DEFINITION_FORMATS.opsApproved;
const formats34 = DEFINITION_FORMATS.opsAttribute;

function validate33(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate33.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.roles === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "roles"},schema:schema59.required,parentSchema:schema59,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "name") || (key0 === "roles")) || (key0 === "approved")) || (key0 === "attributes")) || (key0 === "environments")) || (key0 === "exact"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema59,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern7.test(data0)){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},schema:"\\S",parentSchema:schema59.properties.name,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},schema:schema59.properties.name.type,parentSchema:schema59.properties.name,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.roles !== undefined){
let data1 = data.roles;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(func0(data2) < 1){
const err4 = {instancePath:instancePath+"/roles/" + i0,schemaPath:"#/$defs/rolePattern/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema55,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(!(formats20(data2))){
const err5 = {instancePath:instancePath+"/roles/" + i0,schemaPath:"#/$defs/rolePattern/format",keyword:"format",params:{format: "rolePattern"},schema:"rolePattern",parentSchema:schema55,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/roles/" + i0,schemaPath:"#/$defs/rolePattern/type",keyword:"type",params:{type: "string"},schema:schema55.type,parentSchema:schema55,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(new Set(data1).size < data1.length){
const err7 = {instancePath:instancePath+"/roles",schemaPath:"#/properties/roles/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema59.properties.roles,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/roles",schemaPath:"#/properties/roles/type",keyword:"type",params:{type: "array"},schema:schema59.properties.roles.type,parentSchema:schema59.properties.roles,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.approved !== undefined){
let data3 = data.approved;
if(Array.isArray(data3)){
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if(!((((((((((data4 === "pg_monitor") || (data4 === "pg_read_all_settings")) || (data4 === "pg_read_all_stats")) || (data4 === "pg_stat_scan_tables")) || (data4 === "pg_signal_backend")) || (data4 === "pg_checkpoint")) || (data4 === "pg_use_reserved_connections")) || (data4 === "pg_create_subscription")) || (data4 === "pg_maintain")) || (data4 === "pg_signal_autovacuum_worker"))){
const err9 = {instancePath:instancePath+"/approved/" + i1,schemaPath:"#/$defs/opsApproved/enum",keyword:"enum",params:{allowedValues: schema61.enum},schema:schema61.enum,parentSchema:schema61,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(typeof data4 === "string"){
if(!(formats32(data4))){
const err10 = {instancePath:instancePath+"/approved/" + i1,schemaPath:"#/$defs/opsApproved/format",keyword:"format",params:{format: "opsApproved"},schema:"opsApproved",parentSchema:schema61,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(new Set(data3).size < data3.length){
const err11 = {instancePath:instancePath+"/approved",schemaPath:"#/properties/approved/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema59.properties.approved,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/approved",schemaPath:"#/properties/approved/type",keyword:"type",params:{type: "array"},schema:schema59.properties.approved.type,parentSchema:schema59.properties.approved,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.attributes !== undefined){
let data5 = data.attributes;
if(Array.isArray(data5)){
const len2 = data5.length;
for(let i2=0; i2<len2; i2++){
let data6 = data5[i2];
if(!(data6 === "createdb")){
const err13 = {instancePath:instancePath+"/attributes/" + i2,schemaPath:"#/$defs/opsAttribute/enum",keyword:"enum",params:{allowedValues: schema62.enum},schema:schema62.enum,parentSchema:schema62,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(typeof data6 === "string"){
if(!(formats34(data6))){
const err14 = {instancePath:instancePath+"/attributes/" + i2,schemaPath:"#/$defs/opsAttribute/format",keyword:"format",params:{format: "opsAttribute"},schema:"opsAttribute",parentSchema:schema62,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
if(new Set(data5).size < data5.length){
const err15 = {instancePath:instancePath+"/attributes",schemaPath:"#/properties/attributes/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema59.properties.attributes,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/attributes",schemaPath:"#/properties/attributes/type",keyword:"type",params:{type: "array"},schema:schema59.properties.attributes.type,parentSchema:schema59.properties.attributes,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.environments !== undefined){
let data7 = data.environments;
if(Array.isArray(data7)){
if(data7.length < 1){
const err17 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema59.properties.environments,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
const len3 = data7.length;
for(let i3=0; i3<len3; i3++){
let data8 = data7[i3];
if(typeof data8 === "string"){
if(func0(data8) > 63){
const err18 = {instancePath:instancePath+"/environments/" + i3,schemaPath:"#/$defs/environmentName/maxLength",keyword:"maxLength",params:{limit: 63},schema:63,parentSchema:schema58,data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(!pattern4.test(data8)){
const err19 = {instancePath:instancePath+"/environments/" + i3,schemaPath:"#/$defs/environmentName/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"},schema:"^[A-Za-z0-9][A-Za-z0-9._-]*$",parentSchema:schema58,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/environments/" + i3,schemaPath:"#/$defs/environmentName/type",keyword:"type",params:{type: "string"},schema:schema58.type,parentSchema:schema58,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(new Set(data7).size < data7.length){
const err21 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema59.properties.environments,data:data7};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/type",keyword:"type",params:{type: "array"},schema:schema59.properties.environments.type,parentSchema:schema59.properties.environments,data:data7};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.exact !== undefined){
let data9 = data.exact;
if(typeof data9 !== "boolean"){
const err23 = {instancePath:instancePath+"/exact",schemaPath:"#/properties/exact/type",keyword:"type",params:{type: "boolean"},schema:schema59.properties.exact.type,parentSchema:schema59.properties.exact,data:data9};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema59.type,parentSchema:schema59,data};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
validate33.errors = vErrors;
return errors === 0;
}
validate33.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema64 = {"type":"object","title":"DBA personas","additionalProperties":false,"required":["roles"],"properties":{"name":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["exporter"]},"roles":{"type":"array","items":{"examples":["dba_*"],"$ref":"#/$defs/rolePattern"},"uniqueItems":true,"examples":[["dba_*"]]},"approved":{"type":"array","items":{"$ref":"#/$defs/dbaApproved"},"uniqueItems":true,"examples":[["pg_monitor","pg_read_all_data"]]},"attributes":{"type":"array","items":{"$ref":"#/$defs/dbaAttribute"},"uniqueItems":true,"examples":[["createrole"]]},"environments":{"type":"array","items":{"examples":["prod"],"$ref":"#/$defs/environmentName"},"uniqueItems":true,"minItems":1,"examples":[["prod"]]},"exact":{"type":"boolean","default":false,"examples":[true]}}};
const schema66 = {"enum":["pg_monitor","pg_read_all_settings","pg_read_all_stats","pg_stat_scan_tables","pg_read_all_data","pg_write_all_data","pg_signal_backend","pg_checkpoint","pg_use_reserved_connections","pg_create_subscription","pg_maintain","pg_signal_autovacuum_worker","rds_superuser","cloudsqlsuperuser","alloydbsuperuser","azure_pg_admin","supabase_privileged_role","neon_superuser","avnadmin_group","_avnadmin_managed","doadmin_group","_doadmin_managed"],"format":"dbaApproved"};
const schema67 = {"enum":["createdb","createrole","replication","bypassrls"],"format":"dbaAttribute"};
const formats38 = DEFINITION_FORMATS.dbaApproved;
const formats40 = DEFINITION_FORMATS.dbaAttribute;

function validate36(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate36.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.roles === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "roles"},schema:schema64.required,parentSchema:schema64,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "name") || (key0 === "roles")) || (key0 === "approved")) || (key0 === "attributes")) || (key0 === "environments")) || (key0 === "exact"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema64,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern7.test(data0)){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},schema:"\\S",parentSchema:schema64.properties.name,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},schema:schema64.properties.name.type,parentSchema:schema64.properties.name,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.roles !== undefined){
let data1 = data.roles;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(func0(data2) < 1){
const err4 = {instancePath:instancePath+"/roles/" + i0,schemaPath:"#/$defs/rolePattern/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema55,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(!(formats20(data2))){
const err5 = {instancePath:instancePath+"/roles/" + i0,schemaPath:"#/$defs/rolePattern/format",keyword:"format",params:{format: "rolePattern"},schema:"rolePattern",parentSchema:schema55,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/roles/" + i0,schemaPath:"#/$defs/rolePattern/type",keyword:"type",params:{type: "string"},schema:schema55.type,parentSchema:schema55,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(new Set(data1).size < data1.length){
const err7 = {instancePath:instancePath+"/roles",schemaPath:"#/properties/roles/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema64.properties.roles,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/roles",schemaPath:"#/properties/roles/type",keyword:"type",params:{type: "array"},schema:schema64.properties.roles.type,parentSchema:schema64.properties.roles,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.approved !== undefined){
let data3 = data.approved;
if(Array.isArray(data3)){
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if(!((((((((((((((((((((((data4 === "pg_monitor") || (data4 === "pg_read_all_settings")) || (data4 === "pg_read_all_stats")) || (data4 === "pg_stat_scan_tables")) || (data4 === "pg_read_all_data")) || (data4 === "pg_write_all_data")) || (data4 === "pg_signal_backend")) || (data4 === "pg_checkpoint")) || (data4 === "pg_use_reserved_connections")) || (data4 === "pg_create_subscription")) || (data4 === "pg_maintain")) || (data4 === "pg_signal_autovacuum_worker")) || (data4 === "rds_superuser")) || (data4 === "cloudsqlsuperuser")) || (data4 === "alloydbsuperuser")) || (data4 === "azure_pg_admin")) || (data4 === "supabase_privileged_role")) || (data4 === "neon_superuser")) || (data4 === "avnadmin_group")) || (data4 === "_avnadmin_managed")) || (data4 === "doadmin_group")) || (data4 === "_doadmin_managed"))){
const err9 = {instancePath:instancePath+"/approved/" + i1,schemaPath:"#/$defs/dbaApproved/enum",keyword:"enum",params:{allowedValues: schema66.enum},schema:schema66.enum,parentSchema:schema66,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(typeof data4 === "string"){
if(!(formats38(data4))){
const err10 = {instancePath:instancePath+"/approved/" + i1,schemaPath:"#/$defs/dbaApproved/format",keyword:"format",params:{format: "dbaApproved"},schema:"dbaApproved",parentSchema:schema66,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(new Set(data3).size < data3.length){
const err11 = {instancePath:instancePath+"/approved",schemaPath:"#/properties/approved/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema64.properties.approved,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/approved",schemaPath:"#/properties/approved/type",keyword:"type",params:{type: "array"},schema:schema64.properties.approved.type,parentSchema:schema64.properties.approved,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.attributes !== undefined){
let data5 = data.attributes;
if(Array.isArray(data5)){
const len2 = data5.length;
for(let i2=0; i2<len2; i2++){
let data6 = data5[i2];
if(!((((data6 === "createdb") || (data6 === "createrole")) || (data6 === "replication")) || (data6 === "bypassrls"))){
const err13 = {instancePath:instancePath+"/attributes/" + i2,schemaPath:"#/$defs/dbaAttribute/enum",keyword:"enum",params:{allowedValues: schema67.enum},schema:schema67.enum,parentSchema:schema67,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(typeof data6 === "string"){
if(!(formats40(data6))){
const err14 = {instancePath:instancePath+"/attributes/" + i2,schemaPath:"#/$defs/dbaAttribute/format",keyword:"format",params:{format: "dbaAttribute"},schema:"dbaAttribute",parentSchema:schema67,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
if(new Set(data5).size < data5.length){
const err15 = {instancePath:instancePath+"/attributes",schemaPath:"#/properties/attributes/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema64.properties.attributes,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/attributes",schemaPath:"#/properties/attributes/type",keyword:"type",params:{type: "array"},schema:schema64.properties.attributes.type,parentSchema:schema64.properties.attributes,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.environments !== undefined){
let data7 = data.environments;
if(Array.isArray(data7)){
if(data7.length < 1){
const err17 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/minItems",keyword:"minItems",params:{limit: 1},schema:1,parentSchema:schema64.properties.environments,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
const len3 = data7.length;
for(let i3=0; i3<len3; i3++){
let data8 = data7[i3];
if(typeof data8 === "string"){
if(func0(data8) > 63){
const err18 = {instancePath:instancePath+"/environments/" + i3,schemaPath:"#/$defs/environmentName/maxLength",keyword:"maxLength",params:{limit: 63},schema:63,parentSchema:schema58,data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(!pattern4.test(data8)){
const err19 = {instancePath:instancePath+"/environments/" + i3,schemaPath:"#/$defs/environmentName/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"},schema:"^[A-Za-z0-9][A-Za-z0-9._-]*$",parentSchema:schema58,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/environments/" + i3,schemaPath:"#/$defs/environmentName/type",keyword:"type",params:{type: "string"},schema:schema58.type,parentSchema:schema58,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(new Set(data7).size < data7.length){
const err21 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema64.properties.environments,data:data7};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/type",keyword:"type",params:{type: "array"},schema:schema64.properties.environments.type,parentSchema:schema64.properties.environments,data:data7};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.exact !== undefined){
let data9 = data.exact;
if(typeof data9 !== "boolean"){
const err23 = {instancePath:instancePath+"/exact",schemaPath:"#/properties/exact/type",keyword:"type",params:{type: "boolean"},schema:schema64.properties.exact.type,parentSchema:schema64.properties.exact,data:data9};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema64.type,parentSchema:schema64,data};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
validate36.errors = vErrors;
return errors === 0;
}
validate36.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema69 = {"type":"object","title":"External role","additionalProperties":false,"required":["role","environment","holds"],"properties":{"role":{"examples":["ops_wrapper"],"$ref":"#/$defs/roleName"},"environment":{"examples":["prod"],"$ref":"#/$defs/environmentName"},"holds":{"type":"array","items":{"examples":["pg_monitor"],"$ref":"#/$defs/heldRole"},"uniqueItems":true,"examples":[["pg_monitor"]]}}};
const schema70 = {"type":"string","minLength":1,"examples":["orders_app"],"format":"roleName"};
const schema72 = {"type":"string","minLength":1,"examples":["pg_monitor"],"format":"heldRole"};
const formats44 = DEFINITION_FORMATS.heldRole;

function validate39(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate39.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.role === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "role"},schema:schema69.required,parentSchema:schema69,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.environment === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "environment"},schema:schema69.required,parentSchema:schema69,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.holds === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "holds"},schema:schema69.required,parentSchema:schema69,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "role") || (key0 === "environment")) || (key0 === "holds"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema69,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.role !== undefined){
let data0 = data.role;
if(typeof data0 === "string"){
if(func0(data0) < 1){
const err4 = {instancePath:instancePath+"/role",schemaPath:"#/$defs/roleName/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema70,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(!(formats0(data0))){
const err5 = {instancePath:instancePath+"/role",schemaPath:"#/$defs/roleName/format",keyword:"format",params:{format: "roleName"},schema:"roleName",parentSchema:schema70,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/role",schemaPath:"#/$defs/roleName/type",keyword:"type",params:{type: "string"},schema:schema70.type,parentSchema:schema70,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.environment !== undefined){
let data1 = data.environment;
if(typeof data1 === "string"){
if(func0(data1) > 63){
const err7 = {instancePath:instancePath+"/environment",schemaPath:"#/$defs/environmentName/maxLength",keyword:"maxLength",params:{limit: 63},schema:63,parentSchema:schema58,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!pattern4.test(data1)){
const err8 = {instancePath:instancePath+"/environment",schemaPath:"#/$defs/environmentName/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"},schema:"^[A-Za-z0-9][A-Za-z0-9._-]*$",parentSchema:schema58,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/environment",schemaPath:"#/$defs/environmentName/type",keyword:"type",params:{type: "string"},schema:schema58.type,parentSchema:schema58,data:data1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.holds !== undefined){
let data2 = data.holds;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 === "string"){
if(func0(data3) < 1){
const err10 = {instancePath:instancePath+"/holds/" + i0,schemaPath:"#/$defs/heldRole/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema72,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(!(formats44(data3))){
const err11 = {instancePath:instancePath+"/holds/" + i0,schemaPath:"#/$defs/heldRole/format",keyword:"format",params:{format: "heldRole"},schema:"heldRole",parentSchema:schema72,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/holds/" + i0,schemaPath:"#/$defs/heldRole/type",keyword:"type",params:{type: "string"},schema:schema72.type,parentSchema:schema72,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(new Set(data2).size < data2.length){
const err13 = {instancePath:instancePath+"/holds",schemaPath:"#/properties/holds/uniqueItems",keyword:"uniqueItems",params:{},schema:true,parentSchema:schema69.properties.holds,data:data2};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/holds",schemaPath:"#/properties/holds/type",keyword:"type",params:{type: "array"},schema:schema69.properties.holds.type,parentSchema:schema69.properties.holds,data:data2};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema69.type,parentSchema:schema69,data};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
validate39.errors = vErrors;
return errors === 0;
}
validate39.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://rolegate.dev/schemas/personas.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate29.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(Object.keys(data).length < 1){
const err0 = {instancePath,schemaPath:"#/minProperties",keyword:"minProperties",params:{limit: 1},schema:1,parentSchema:schema53,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "personas") || (key0 === "external"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema53,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.personas !== undefined){
let data0 = data.personas;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
if(!(((key1 === "app") || (key1 === "ops")) || (key1 === "dba"))){
const err2 = {instancePath:instancePath+"/personas",schemaPath:"#/properties/personas/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},schema:false,parentSchema:schema53.properties.personas,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data0.app !== undefined){
let data1 = data0.app;
const _errs6 = errors;
let valid2 = false;
let passing0 = null;
const _errs7 = errors;
if(!(validate30(data1, {instancePath:instancePath+"/personas/app",parentData:data0,parentDataProperty:"app",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
var _valid0 = _errs7 === errors;
if(_valid0){
valid2 = true;
passing0 = 0;
}
const _errs8 = errors;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate30(data1[i0], {instancePath:instancePath+"/personas/app/" + i0,parentData:data1,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
}
}
else {
const err3 = {instancePath:instancePath+"/personas/app",schemaPath:"#/properties/personas/properties/app/oneOf/1/type",keyword:"type",params:{type: "array"},schema:schema53.properties.personas.properties.app.oneOf[1].type,parentSchema:schema53.properties.personas.properties.app.oneOf[1],data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
var _valid0 = _errs8 === errors;
if(_valid0 && valid2){
valid2 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid2 = true;
passing0 = 1;
}
}
if(!valid2){
const err4 = {instancePath:instancePath+"/personas/app",schemaPath:"#/properties/personas/properties/app/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},schema:schema53.properties.personas.properties.app.oneOf,parentSchema:schema53.properties.personas.properties.app,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
else {
errors = _errs6;
if(vErrors !== null){
if(_errs6){
vErrors.length = _errs6;
}
else {
vErrors = null;
}
}
}
}
if(data0.ops !== undefined){
let data3 = data0.ops;
const _errs12 = errors;
let valid5 = false;
let passing1 = null;
const _errs13 = errors;
if(!(validate33(data3, {instancePath:instancePath+"/personas/ops",parentData:data0,parentDataProperty:"ops",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors);
errors = vErrors.length;
}
var _valid1 = _errs13 === errors;
if(_valid1){
valid5 = true;
passing1 = 0;
}
const _errs14 = errors;
if(Array.isArray(data3)){
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
if(!(validate33(data3[i1], {instancePath:instancePath+"/personas/ops/" + i1,parentData:data3,parentDataProperty:i1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors);
errors = vErrors.length;
}
}
}
else {
const err5 = {instancePath:instancePath+"/personas/ops",schemaPath:"#/properties/personas/properties/ops/oneOf/1/type",keyword:"type",params:{type: "array"},schema:schema53.properties.personas.properties.ops.oneOf[1].type,parentSchema:schema53.properties.personas.properties.ops.oneOf[1],data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
var _valid1 = _errs14 === errors;
if(_valid1 && valid5){
valid5 = false;
passing1 = [passing1, 1];
}
else {
if(_valid1){
valid5 = true;
passing1 = 1;
}
}
if(!valid5){
const err6 = {instancePath:instancePath+"/personas/ops",schemaPath:"#/properties/personas/properties/ops/oneOf",keyword:"oneOf",params:{passingSchemas: passing1},schema:schema53.properties.personas.properties.ops.oneOf,parentSchema:schema53.properties.personas.properties.ops,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
else {
errors = _errs12;
if(vErrors !== null){
if(_errs12){
vErrors.length = _errs12;
}
else {
vErrors = null;
}
}
}
}
if(data0.dba !== undefined){
let data5 = data0.dba;
const _errs18 = errors;
let valid8 = false;
let passing2 = null;
const _errs19 = errors;
if(!(validate36(data5, {instancePath:instancePath+"/personas/dba",parentData:data0,parentDataProperty:"dba",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
var _valid2 = _errs19 === errors;
if(_valid2){
valid8 = true;
passing2 = 0;
}
const _errs20 = errors;
if(Array.isArray(data5)){
const len2 = data5.length;
for(let i2=0; i2<len2; i2++){
if(!(validate36(data5[i2], {instancePath:instancePath+"/personas/dba/" + i2,parentData:data5,parentDataProperty:i2,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
}
}
else {
const err7 = {instancePath:instancePath+"/personas/dba",schemaPath:"#/properties/personas/properties/dba/oneOf/1/type",keyword:"type",params:{type: "array"},schema:schema53.properties.personas.properties.dba.oneOf[1].type,parentSchema:schema53.properties.personas.properties.dba.oneOf[1],data:data5};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
var _valid2 = _errs20 === errors;
if(_valid2 && valid8){
valid8 = false;
passing2 = [passing2, 1];
}
else {
if(_valid2){
valid8 = true;
passing2 = 1;
}
}
if(!valid8){
const err8 = {instancePath:instancePath+"/personas/dba",schemaPath:"#/properties/personas/properties/dba/oneOf",keyword:"oneOf",params:{passingSchemas: passing2},schema:schema53.properties.personas.properties.dba.oneOf,parentSchema:schema53.properties.personas.properties.dba,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
else {
errors = _errs18;
if(vErrors !== null){
if(_errs18){
vErrors.length = _errs18;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err9 = {instancePath:instancePath+"/personas",schemaPath:"#/properties/personas/type",keyword:"type",params:{type: "object"},schema:schema53.properties.personas.type,parentSchema:schema53.properties.personas,data:data0};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.external !== undefined){
let data7 = data.external;
if(Array.isArray(data7)){
const len3 = data7.length;
for(let i3=0; i3<len3; i3++){
if(!(validate39(data7[i3], {instancePath:instancePath+"/external/" + i3,parentData:data7,parentDataProperty:i3,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
errors = vErrors.length;
}
}
}
else {
const err10 = {instancePath:instancePath+"/external",schemaPath:"#/properties/external/type",keyword:"type",params:{type: "array"},schema:schema53.properties.external.type,parentSchema:schema53.properties.external,data:data7};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema53.type,parentSchema:schema53,data};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
validate29.errors = vErrors;
return errors === 0;
}
validate29.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const waivers = validate41;
const schema73 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://rolegate.dev/schemas/waivers.schema.json","title":"rolegate waivers","type":"object","additionalProperties":false,"required":["waivers"],"properties":{"waivers":{"type":"array","items":{"$ref":"#/$defs/waiver"},"examples":[[]]}},"$defs":{"waiver":{"type":"object","title":"Waiver","additionalProperties":false,"required":["rule","environment","subject","reason","owner","expires"],"properties":{"rule":{"type":"string","minLength":1,"examples":["require-supported-minor"]},"environment":{"examples":["prod"],"$ref":"#/$defs/environmentName"},"subject":{"type":"string","minLength":1,"examples":["prod"]},"reason":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["upgrade window 12 December"]},"owner":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["dba@example.com"]},"expires":{"examples":["2026-12-15"],"$ref":"#/$defs/date"}}},"environmentName":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$","patternErrorMessage":"an environment's name has letters, digits, `.`, `_` and `-`, first a letter or digit","maxLength":63,"examples":["prod"]},"date":{"type":"string","pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$","patternErrorMessage":"a day is written YYYY-MM-DD, for example 2027-01-31","examples":["2027-01-31"],"format":"date"}}};
const schema74 = {"type":"object","title":"Waiver","additionalProperties":false,"required":["rule","environment","subject","reason","owner","expires"],"properties":{"rule":{"type":"string","minLength":1,"examples":["require-supported-minor"]},"environment":{"examples":["prod"],"$ref":"#/$defs/environmentName"},"subject":{"type":"string","minLength":1,"examples":["prod"]},"reason":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["upgrade window 12 December"]},"owner":{"type":"string","pattern":"\\S","patternErrorMessage":"it is empty: write a text","examples":["dba@example.com"]},"expires":{"examples":["2026-12-15"],"$ref":"#/$defs/date"}}};
const schema75 = {"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$","patternErrorMessage":"an environment's name has letters, digits, `.`, `_` and `-`, first a letter or digit","maxLength":63,"examples":["prod"]};
const schema76 = {"type":"string","pattern":"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$","patternErrorMessage":"a day is written YYYY-MM-DD, for example 2027-01-31","examples":["2027-01-31"],"format":"date"};

function validate42(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate42.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.rule === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "rule"},schema:schema74.required,parentSchema:schema74,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.environment === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "environment"},schema:schema74.required,parentSchema:schema74,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.subject === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "subject"},schema:schema74.required,parentSchema:schema74,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.reason === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "reason"},schema:schema74.required,parentSchema:schema74,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.owner === undefined){
const err4 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "owner"},schema:schema74.required,parentSchema:schema74,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data.expires === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "expires"},schema:schema74.required,parentSchema:schema74,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "rule") || (key0 === "environment")) || (key0 === "subject")) || (key0 === "reason")) || (key0 === "owner")) || (key0 === "expires"))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema74,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.rule !== undefined){
let data0 = data.rule;
if(typeof data0 === "string"){
if(func0(data0) < 1){
const err7 = {instancePath:instancePath+"/rule",schemaPath:"#/properties/rule/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema74.properties.rule,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/rule",schemaPath:"#/properties/rule/type",keyword:"type",params:{type: "string"},schema:schema74.properties.rule.type,parentSchema:schema74.properties.rule,data:data0};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.environment !== undefined){
let data1 = data.environment;
if(typeof data1 === "string"){
if(func0(data1) > 63){
const err9 = {instancePath:instancePath+"/environment",schemaPath:"#/$defs/environmentName/maxLength",keyword:"maxLength",params:{limit: 63},schema:63,parentSchema:schema75,data:data1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!pattern4.test(data1)){
const err10 = {instancePath:instancePath+"/environment",schemaPath:"#/$defs/environmentName/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"},schema:"^[A-Za-z0-9][A-Za-z0-9._-]*$",parentSchema:schema75,data:data1};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/environment",schemaPath:"#/$defs/environmentName/type",keyword:"type",params:{type: "string"},schema:schema75.type,parentSchema:schema75,data:data1};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.subject !== undefined){
let data2 = data.subject;
if(typeof data2 === "string"){
if(func0(data2) < 1){
const err12 = {instancePath:instancePath+"/subject",schemaPath:"#/properties/subject/minLength",keyword:"minLength",params:{limit: 1},schema:1,parentSchema:schema74.properties.subject,data:data2};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/subject",schemaPath:"#/properties/subject/type",keyword:"type",params:{type: "string"},schema:schema74.properties.subject.type,parentSchema:schema74.properties.subject,data:data2};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.reason !== undefined){
let data3 = data.reason;
if(typeof data3 === "string"){
if(!pattern7.test(data3)){
const err14 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/pattern",keyword:"pattern",params:{pattern: "\\S"},schema:"\\S",parentSchema:schema74.properties.reason,data:data3};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type: "string"},schema:schema74.properties.reason.type,parentSchema:schema74.properties.reason,data:data3};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.owner !== undefined){
let data4 = data.owner;
if(typeof data4 === "string"){
if(!pattern7.test(data4)){
const err16 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/pattern",keyword:"pattern",params:{pattern: "\\S"},schema:"\\S",parentSchema:schema74.properties.owner,data:data4};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/type",keyword:"type",params:{type: "string"},schema:schema74.properties.owner.type,parentSchema:schema74.properties.owner,data:data4};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.expires !== undefined){
let data5 = data.expires;
if(typeof data5 === "string"){
if(!pattern9.test(data5)){
const err18 = {instancePath:instancePath+"/expires",schemaPath:"#/$defs/date/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$"},schema:"^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",parentSchema:schema76,data:data5};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(!(formats4(data5))){
const err19 = {instancePath:instancePath+"/expires",schemaPath:"#/$defs/date/format",keyword:"format",params:{format: "date"},schema:"date",parentSchema:schema76,data:data5};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/expires",schemaPath:"#/$defs/date/type",keyword:"type",params:{type: "string"},schema:schema76.type,parentSchema:schema76,data:data5};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema74.type,parentSchema:schema74,data};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
validate42.errors = vErrors;
return errors === 0;
}
validate42.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate41(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://rolegate.dev/schemas/waivers.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate41.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.waivers === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "waivers"},schema:schema73.required,parentSchema:schema73,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(key0 === "waivers")){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema73,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.waivers !== undefined){
let data0 = data.waivers;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate42(data0[i0], {instancePath:instancePath+"/waivers/" + i0,parentData:data0,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate42.errors : vErrors.concat(validate42.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath:instancePath+"/waivers",schemaPath:"#/properties/waivers/type",keyword:"type",params:{type: "array"},schema:schema73.properties.waivers.type,parentSchema:schema73.properties.waivers,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema73.type,parentSchema:schema73,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate41.errors = vErrors;
return errors === 0;
}
validate41.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const VALIDATORS: Readonly<Record<"accepted" | "allowlist" | "environments" | "personas" | "waivers", ValidateFunction>> = { accepted, allowlist, environments, personas, waivers };
