"""The words of each category, in several languages. A star stands for any letters, a low line for a blank."""

from types import MappingProxyType

WORDS: MappingProxyType[str, str] = MappingProxyType(
    {
        "groceries": "foods groceries supermarkt* supermercato* greengrocer* leche_entera lait_demi-ecreme"
        " delicatessen *markt market serbaneka *brot *milch supermarket hypermarket minimarket mart grocer* grocery"
        " bakery bakeries bread milk vegetable* fruit* rice sugar gula"
        " flour egg* butter cheese yoghurt yogurt sausage biscuit* supermarkt lebensmittel brot milch butter kase"
        " eier gemuse"
        " obst apfel banane* tomate* joghurt supermarche epicerie boulangerie pain lait beurre fromage oeufs legumes"
        " supermercato alimentari"
        " latte pane pasta supermercado alimentacion leche queso huevos panaderia mercado padaria leite pao arroz"
        " feijao melk kaas brood"
        " sklep spozywczy chleb mleko maslo jajka pasar pasaraya runcit kedai_runcit pasar_raya susu roti telur"
        " minyak livsmedel mjolk brod"
        " potraviny mleko pieczywo продукты хлеб молоко 超市 食品 スーパー 牛乳 슈퍼 마트",
        "restaurant": "kitchen eatery canteen tavern taverna schnitzel frites cheeseburger gelato glace flan"
        " paella noodle* kopi diner kaffe* kahvi* laksa *backerei pasticceria konditorei cappuccino tip kebap"
        " pancake* omelette* lunch* dinner breakfast menu midi plat_du_jour restaurant* restoran* ristorante"
        " restaurante cafe caffe kaffee coffee bistro trattoria pizzeria pizza burger* sushi"
        " ramen noodle_house kopitiam food_court takeaway take_away dine_in table_no pax guest_check waiter kellner"
        " bedienung "
        " serveur couverts coperto tavolo camarero pub beer bier wein latte espresso cappuccino tea teh milo nasi mee"
        " chicken rice soup curry dessert menu tapas kebab grill steak* gasthaus gaststatte wirtshaus imbiss"
        " brasserie creperie kantine catering"
        " restauracja kawiarnia obiad kawa hospoda pivo ravintola kahvi etterem kave ресторан кафе кофе レストラン"
        " 居酒屋"
        " カフェ 餐厅 饭店 咖啡 식당 카페"
        " ",
        "transport": "fuels petroleum service_station filling_station petrol_station gas_station cabs minicab*"
        " super_e10 sp95-e10 sp95 sp98 blyfri gasoil fahrpreis fahrt airport_surcharge waiting_time course_taxi"
        " taxi cab parking parkir parkhaus parkticket parkschein fuel petrol diesel unleaded ron95 ron97"
        " litre* pump gasoline"
        " benzin kraftstoff tankstelle e10 stacja_paliw paliwo carburant essence sans_plomb gazole gasolina"
        " gasolinera combustible posto"
        " benzina carburante train railway bahn metro tram toll autobahn peage autoroute pedaggio fahrkarte billet"
        " train"
        " fare taxi* car_wash tyre* car_rental mietwagen 駐車 タクシー 出租车 주유소",
        "office": "stationery stationer* paper a4 pens pencil* stapler toner ink cartridge printer envelope* folder*"
        " files"
        " laminating photocopy* printing office_supplies burobedarf schreibwaren papier papeterie"
        " fournitures_de_bureau cartoleria papeleria"
        " papelaria kantoorartikelen biuro papiernicze book books bookshop bookstore buch buchhandlung librairie"
        " libreria livraria ksiegarnia alat_tulis 文具",
        "software": "web_services *hosting webdesign website desarrollo_web software hosting cloud domain_name* saas"
        " data_transfer compute api"
        " vps ssl webhosting softwarelizenz lizenz logiciel hebergement licenza licencia hospedagem usage_charges "
        " domena serwer oprogramowanie chmura 云服务 ソフトウェア",
        "telecom": "telekom* internet_service telecom* mobile_plan broadband internet fibre fiber fibra glasfaser"
        " phone_bill data_plan sms roaming mobilfunk"
        " telefon* festnetz forfait telefonia movil operador celular telefonie mobiel abonament"
        " simkarte prepaid postpaid 通信 电话费 통신",
        "utilities": "electricity kwh water_supply gas_supply meter_reading sewage strom stromrechnung wasser"
        " abwasser erdgas"
        " zahlerstand electricite consommation compteur energia_elettrica bolletta acqua electrica consumo"
        " elektriciteit prad energia_elektryczna elnat elforbrug sahko elektrina aram tenaga 电费 水费 電気料金"
        " 전기요금",
        "health": "chemist chemists ibuprofen ibuprofeno ibuprofene paracetamol aspirin cough_syrup hustensaft"
        " nasenspray pflaster sirop pansement* jarabe tiritas cerotti apotheke* pharmacie* pharmacy pharmacist"
        " pharmacie farmacia apotheke apotek apteekki apteka lekarna clinic klinik"
        " klinika hospital krankenhaus"
        " hopital ospedale dental dentist zahnarzt dentiste doctor arzt medecin medical medicine tablet* capsule*"
        " vitamin* ordonnance"
        " consultation treatment physiotherap* optic* optician brillen lunettes farmasi ubat аптека лекарства 薬局 药店"
        " 병원 약국",
        "travel": "inn guesthouse guest_house lodge room_charge double_room single_room doppelzimmer"
        " einzelzimmer kurtaxe city_tax tourist_tax taxe_de_sejour chambre_double camera dubbelrum"
        " habitacion_doble minibar hotel* hostel motel resort night nights accommodation check-in check-out"
        " booking flight* airline*"
        " airways"
        " boarding passenger itinerary ubernachtung zimmer flug reise nuitee chambre vol voyage notte alojamiento"
        " noche vuelo"
        " habitacion hospedagem diaria passagem overnachting kamer vlucht nocleg pokoj rejs 酒店 ホテル 航空 호텔 항공",
        "hardware": "jarnhandel* *baumarkt carrelage stavby stavebni* schilderwerk schildersbedrijf plumbing repair"
        " renovation renovierung hardware tool tools paint pipe screw* nails bolt* cement lumber plywood drill*"
        " hammer padlock wire electrical cable bulb"
        " plumbing building_material* baumarkt werkzeug schrauben farbe eisenwaren bricolage quincaillerie outillage"
        " ferramenta utensili"
        " ferreteria herramientas ferragens ferramentas doe-het-zelf gereedschap narzedzia budowlane diy d.i.y 五金"
        " ホームセンター 철물",
        "electronics": "laptop computer tablet smartphone monitor keyboard mouse usb hdmi ssd memory_card microsd"
        " headphone*"
        " console charger adapter elektronik unterhaltungselektronik informatique elettronica electronica elektronika"
        " 電器 电脑 전자",
        "clothing": "fashion apparel clothing shirt t-shirt trousers pants jeans dress skirt shoes shoe boots jacket"
        " socks bekleidung hemd"
        " schuhe jacke vetements chaussures abbigliamento scarpe ropa zapatos roupa sapatos kleding schoenen odziez"
        " buty 服装 衣料 의류",
        "household": "household furniture kitchenware tissue detergent cleaner broom mop bleach plastic_bag*"
        " homeware mobel haushalt reinigung"
        " meubles menage mobili casalinghi muebles hogar moveis meubelen meble deco curtain* mattress cosmetic*"
        " shampoo soap skincare drogerie",
        "insurance": "insurance insured policy premium insurer versicherung versicherungsschein beitrag assurance"
        " cotisation prime"
        " assicurazione polizza premio seguro poliza apolice verzekering polis ubezpieczenie polisa skladka"
        " forsakring vakuutus takaful 保险 保険 보험",
        "rent": "rent rental lease tenant tenancy landlord miete mieter vermieter mietvertrag kaltmiete nebenkosten"
        " loyer locataire bailleur"
        " affitto canone locazione alquiler arrendamiento aluguel huur huurder verhuurder czynsz najem hyra leie"
        " husleje sewa 租金 家賃 월세",
        "education": "tuition school university college training seminar workshop lesson* textbook schule kurs"
        " schulung studiengebuhr"
        " ecole formation cours scuola corso escuela curso escola opleiding cursus szkolenie kurs utbildning yuran"
        " 学费 授業料 학원",
        "professional services": "konsulent* consultant consulting honorar* treuhand buchfuhrung desarrollo"
        " developpement entwicklung dienstleistung* consulting consultancy legal_services attorney solicitor"
        " law_firm notary audit accounting bookkeeping advisory"
        " beratung rechtsanwalt steuerberater notar honorar avocat conseil comptable consulenza avvocato"
        " commercialista abogado asesoria"
        " honorarios advogado contabilidade advies advocaat accountant doradztwo kancelaria konsult freelance"
        " hours_worked hourly_rate",
        "entertainment": "cinema movie ticket* theatre theater concert museum kino eintritt spectacle billetterie"
        " biglietto entrada cine"
        " ingresso bioscoop bilet streaming arcade karaoke gym fitness sport* 电影 映画 영화",
    }
)
